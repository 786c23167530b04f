using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Orders.Hosting;

/// <summary>
/// What is published of a route beyond what the route itself tells, which is its path, its method and who may use it.
/// It goes to the route as metadata.
/// </summary>
/// <param name="Id">The name by which generated clients call it; it stays what it is.</param>
/// <param name="Tag">What it belongs to.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Words">What one has to know to use it.</param>
public sealed record RouteDescription(string Id, RouteTag Tag, string Summary, string Words)
{
    /// <summary>What stands in the path, the query and the headers.</summary>
    public IReadOnlyList<RouteParameter> Parameters { get; init; } = [];

    /// <summary>What is sent; null where nothing is.</summary>
    public RouteBody? Body { get; init; }

    /// <summary>What is answered where nothing is wrong.</summary>
    public required IReadOnlyList<RouteAnswer> Answers { get; init; }

    /// <summary>
    /// What may be wrong, as the route itself would say it of the request in the examples. What any route may answer,
    /// because of who asks, how often or with what body, need not be named.
    /// </summary>
    public IReadOnlyList<Func<HttpContext, ProblemHttpResult>> Problems { get; init; } = [];
}

/// <summary>What routes have in common.</summary>
public sealed record RouteTag(string Name, string Words);

/// <summary>What stands in the path, the query or a header.</summary>
/// <param name="Place"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Words">What it means.</param>
/// <param name="Shape">What it may be.</param>
/// <param name="Example">One that is right.</param>
public sealed record RouteParameter(string Place, string Name, string Words, Shape Shape, JsonNode Example)
{
    public static RouteParameter Path(string name, string words, Shape shape, JsonNode example) =>
        new("path", name, words, shape, example);

    public static RouteParameter Query(string name, string words, Shape shape, JsonNode example) =>
        new("query", name, words, shape, example);

    public static RouteParameter Header(string name, string words, Shape shape, JsonNode example) =>
        new("header", name, words, shape, example);
}

/// <summary>A body that is sent as JSON.</summary>
/// <param name="Type">The record that it is read as.</param>
/// <param name="Examples">Some that are right.</param>
public sealed record RouteBody(Type Type, IReadOnlyList<RouteExample> Examples)
{
    /// <summary>Whether it may be missing.</summary>
    public bool IsOptional { get; init; }

    public static RouteBody Of<T>(params IReadOnlyList<(string Words, T Body)> examples) =>
        new(typeof(T), [.. examples.Select(example => RouteExample.OfRequest(example.Words, example.Body))]);
}

/// <summary>A header of an answer.</summary>
public sealed record RouteHeader(string Name, string Words, Shape Shape, JsonNode Example)
{
    /// <summary>Says that a request was done before.</summary>
    public static RouteHeader Replayed { get; } = new(
        "Idempotent-Replayed", "true where this came before: it is the first answer again.", Shape.OneOf("true"),
        "true");

    /// <summary>Says of an answer that it is the first one again.</summary>
    public static void SetReplayed(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers[Replayed.Name] = "true";
    }
}

/// <summary>A body as it may be, and what is special about it.</summary>
public sealed record RouteExample(string Words, JsonNode Body)
{
    /// <summary>As the services write answers.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Nobody writes null where he may write nothing.</summary>
    internal static RouteExample OfRequest<T>(string words, T body) =>
        new(words, WithoutNulls(JsonSerializer.SerializeToNode(body, Json)!));

    internal static RouteExample OfAnswer<T>(string words, T body) =>
        new(words, JsonSerializer.SerializeToNode(body, Json)!);

    private static JsonNode WithoutNulls(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Key, (JsonNode?)WithoutNulls(member.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : WithoutNulls(item))]),
        _ => node.DeepClone(),
    };
}
