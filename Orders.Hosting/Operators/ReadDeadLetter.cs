using System.Text.Json;
using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary><c>GET /ops/dead-letters/{id}</c>: all that came with it.</summary>
internal static class ReadDeadLetter
{
    public static async Task<IResult> Handle(
        Guid id, HttpContext http, IEnumerable<OperatorRecords> databases, MessageCatalogue catalogue)
    {
        foreach (var database in databases)
        {
            if (await database.Find(id, http.RequestAborted).ConfigureAwait(false) is { } row)
                return TypedResults.Json(View(row, catalogue), OperatorViewJson.Default.WholeDeadLetterView);
        }

        return OperatorProblems.NotFound(http, id);
    }

    private static WholeDeadLetterView View(DeadLetterRow row, MessageCatalogue catalogue) =>
        new(DeadLetterView.Of(DeadLetterHead.Of(row)))
        {
            StackTrace = row.StackTrace,
            Key = row.RecordKey is { } key ? BytesView.Of(key) : null,
            Headers = [.. MessageHeaders.Decode(row.Headers).All.Select(View)],
            Body = BodyOf(row, catalogue),
        };

    private static HeaderView View((string Name, byte[]? Value) header)
    {
        var value = header.Value is null ? null : BytesView.Of(header.Value);
        return new HeaderView(header.Name, value?.Text, value?.Base64);
    }

    /// <summary>What no history shows is not shown here either, as far as the body can be read.</summary>
    private static BytesView BodyOf(DeadLetterRow row, MessageCatalogue catalogue)
    {
        if (row.MessageType is null || !catalogue.TryGet(row.MessageType, out var type) || type.Redact is null)
            return BytesView.Of(row.Value);
        try
        {
            var message = JsonSerializer.Deserialize(row.Value, type.Json);
            return message is null
                ? BytesView.Of(row.Value)
                : new BytesView(JsonSerializer.Serialize(type.Redact(message), type.Json), null, IsMasked: true);
        }
        catch (JsonException)
        {
            return BytesView.Of(row.Value);
        }
    }
}
