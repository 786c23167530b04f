using System.Text.Json.Nodes;
using Messaging;

namespace Orders.Testing;

/// <summary>What records have in common, for the AsyncAPI document: headers, key, and what belongs together.</summary>
internal static class AsyncApiRecord
{
    public const string DeadLetterName = "dead-letter";

    private static readonly string[] Reasons =
    [
        DeadLetterReasons.Deserialization, DeadLetterReasons.Validation, DeadLetterReasons.UnknownType,
        DeadLetterReasons.RetriesExhausted, DeadLetterReasons.Rejected,
    ];

    /// <summary>Of every record on the five topics.</summary>
    public static JsonObject Trait() => new()
    {
        ["contentType"] = "application/json",
        ["headers"] = Headers(
            optional: WireFormat.InitiatorId,
            (WireFormat.ContentType, Constant("application/json")),
            (WireFormat.SpecVersion, Constant("1.0")),
            (WireFormat.CloudEventId, Id("The message; the same however often it comes.")),
            (WireFormat.Source, Text("The service that wrote it.")),
            (WireFormat.TypeName, Text("What it is; the number at its end changes with what old readers cannot read.")),
            (WireFormat.Time, Text("When it happened, UTC.", "date-time")),
            (WireFormat.MessageId, Id("The same as ce_id, for MassTransit.")),
            (WireFormat.CorrelationId, Id("The order.")),
            (WireFormat.ConversationId, Id("All messages that followed from one request have it in common.")),
            (WireFormat.InitiatorId, Id("The CorrelationId of the message that caused this one, if one did.")),
            (WireFormat.TraceParent, Text("The step of the trace that wrote it, as W3C Trace Context has it."))),
        ["correlationId"] = new JsonObject
        {
            ["description"] = "The order.",
            ["location"] = $"$message.header#/{WireFormat.CorrelationId}",
        },
        ["bindings"] = AsyncApi.Binding(new()
        {
            ["key"] = Id("The order, in lower case. The partition is murmur2 of it, as Java's producers have it."),
        }),
    };

    /// <summary>Whatever it was, it is still: so nothing is said of its value and of its own headers.</summary>
    public static JsonObject DeadLetter() => new()
    {
        ["name"] = DeadLetterName,
        ["title"] = "Dead letter",
        ["summary"] = "A record with its key, value and headers as they were, and headers that say what happened.",
        ["contentType"] = "application/octet-stream",
        ["headers"] = Headers(
            optional: null,
            ("dlq-reason", Text($"One of {string.Join(", ", Reasons)}; more may come.")),
            ("dlq-exception-type", Text("The exception's type, empty where there was none.")),
            ("dlq-exception-message", Text("What was wrong, in words.")),
            ("dlq-original-topic", Text("The topic it was read from.")),
            ("dlq-original-partition", Text("The partition it was read from, a number.")),
            ("dlq-original-offset", Text("Its offset there, a number.")),
            ("dlq-original-timestamp", Text("Its timestamp there.", "date-time")),
            ("dlq-consumer-group", Text("The group that read it.")),
            ("dlq-attempts", Text("How often it was tried, a number; 0 where it could not be read.")),
            ("dlq-failed-at", Text("When it was given up.", "date-time"))),
    };

    private static JsonObject Headers(string? optional, params (string Name, JsonObject Schema)[] headers) => new()
    {
        ["type"] = "object",
        ["properties"] = AsyncApi.ByName(headers),
        ["required"] = new JsonArray(
            [.. headers.Where(header => header.Name != optional).Select(header => (JsonNode)header.Name)]),
    };

    private static JsonObject Constant(string value) => new() { ["type"] = "string", ["const"] = value };

    private static JsonObject Id(string description) => Text(description, "uuid");

    private static JsonObject Text(string description, string? format = null)
    {
        var schema = new JsonObject { ["description"] = description, ["type"] = "string" };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }
}
