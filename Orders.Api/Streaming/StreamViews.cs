using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>An item of an order's history, with what tells it apart among those of all orders.</summary>
internal sealed record StepView(
    long Seq, Guid OrderId, long Version, Guid MessageId, string Type, string Direction, DateTime At,
    string? StateBefore, string? StateAfter, string Status, StoredJson Payload)
{
    /// <summary>The row has a version: what has none is no step.</summary>
    public static StepView Of(SagaHistoryRow row) => new(
        row.Seq, row.SagaId, row.Version!.Value, row.MessageId, row.Type, row.Direction, row.At,
        row.StateBefore, row.StateAfter, OrderStatuses.Of(row.StateAfter), new StoredJson(row.Payload));
}

internal sealed record PingView(DateTime At);

internal sealed record EndView(string Status);

/// <param name="Reload">
/// Whether steps were left out, so that what the client shows is to be loaded anew; else it only has to come again.
/// </param>
internal sealed record ResyncView(bool Reload);

/// <summary>A member without a value is written as null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StepView))]
[JsonSerializable(typeof(PingView))]
[JsonSerializable(typeof(EndView))]
[JsonSerializable(typeof(ResyncView))]
internal sealed partial class StreamJson : JsonSerializerContext;
