using Contracts;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What describes the messages, for whoever reads them from Kafka.</summary>
internal static class DocumentsApi
{
    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        app.MapGet("/asyncapi.yaml", () => TypedResults.Stream(PublishedDocuments.AsyncApi(), "application/yaml"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/schemas/{type}.json", Schema).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Schema(string type, HttpContext http) => PublishedDocuments.Schema(type) is { } schema
        ? TypedResults.Stream(schema, "application/schema+json")
        : Problem.Of(http, ProblemKind.NotFound, $"No message is called '{type}'; /asyncapi.yaml has them all.");
}
