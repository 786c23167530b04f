using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orders.Hosting;

/// <summary>
/// Writes a stream of events into a document. OpenAPI 3.1 knows no more of one than that it is a text: the events stand
/// beside it, in <c>x-events</c>.
/// </summary>
internal static class StreamWriter
{
    public static OpenApiMediaType Write(IReadOnlyList<RouteEvent> events, RecordWriter records) => new()
    {
        Schema = records.Parsed(new JsonObject
        {
            ["description"] = "Events as the WHATWG has them; x-events says which there are.",
            ["type"] = "string",
        }),
        Examples = new Dictionary<string, IOpenApiExample>
        {
            ["events"] = new OpenApiExample
            {
                Summary = "One of each.",
                Value = string.Concat(events.Select(OnTheWire)),
            },
        },
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["x-events"] = new JsonNodeExtension(
                new JsonArray([.. events.Select(known => (JsonNode)Described(known, records))])),
        },
    };

    private static JsonObject Described(RouteEvent known, RecordWriter records)
    {
        var json = new JsonObject { ["event"] = known.Name, ["description"] = Prose.Unfolded(known.Words) };
        if (known.IdWords is not null)
            json["id"] = known.IdWords;
        if (known.Type is null)
            return json;
        json["data"] = new JsonObject { ["$ref"] = records.ReferenceTo(known.Type).Reference.ReferenceV3 };
        json["example"] = known.Example?.Body.DeepClone();
        return json;
    }

    private static string OnTheWire(RouteEvent known)
    {
        var text = new StringBuilder();
        if (known.Id is not null)
            text.Append("id: ").Append(known.Id).Append('\n');
        text.Append("event: ").Append(known.Name).Append('\n');
        return text.Append("data: ").Append(known.Example?.Body.ToJsonString() ?? "{}").Append("\n\n").ToString();
    }
}
