using System.Text.Json.Nodes;

namespace Tests;

/// <summary>An operation as an OpenAPI document has it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Method">Its method, in upper case.</param>
/// <param name="Path">Its path, with what is variable in braces.</param>
/// <param name="Json">What is said of it.</param>
internal sealed record Operation(JsonObject Document, string Method, string Path, JsonObject Json)
{
    public string Name => $"{Method} {Path}";

    /// <summary>Whether it asks who calls.</summary>
    public bool IsGuarded => Json["security"] is JsonArray { Count: > 0 };

    public IEnumerable<JsonObject> Parameters => List(Json["parameters"]).Select(parameter => parameter!.AsObject());

    /// <summary>What may be sent.</summary>
    public JsonObject? Body => Json["requestBody"]?["content"]!["application/json"]!.AsObject();

    /// <summary>What may be answered, by its status.</summary>
    public IEnumerable<(int Status, JsonObject Answer)> Answers => Json["responses"]!.AsObject()
        .Select(answer => (int.Parse(answer.Key, null), Resolved(answer.Value!).AsObject()));

    public static IEnumerable<Operation> In(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new Operation(document, operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>All bodies that are described, sent and answered, each with the schema that it has.</summary>
    public IEnumerable<(string Where, JsonObject Content)> Contents()
    {
        if (Body is not null)
            yield return ($"{Name}, what is sent", Body);
        foreach (var (status, answer) in Answers)
        {
            foreach (var (type, content) in answer["content"]?.AsObject() ?? [])
                yield return ($"{Name}, {status} {type}", content!.AsObject());
        }
    }

    /// <summary>Its path with the examples in it.</summary>
    public string ExamplePath() => Parameters.Where(parameter => (string?)parameter["in"] == "path").Aggregate(
        Path, (path, parameter) => path.Replace($"{{{parameter["name"]}}}", $"{parameter["example"]}"));

    /// <summary>What a reference leads to, and anything else as it is.</summary>
    public JsonNode Resolved(JsonNode node) => node["$ref"] is { } reference
        ? Find(Document, (string)reference!) ?? throw new KeyNotFoundException($"There is no {reference}.")
        : node;

    public static JsonNode? Find(JsonObject document, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode?)document, (parent, name) => parent?[name]);

    /// <summary>Everything in a document that refers to something else in it.</summary>
    public static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonArray List(JsonNode? list) => list?.AsArray() ?? [];
}
