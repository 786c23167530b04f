using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>Where to go on from an order; paths.</summary>
internal sealed record OrderLinks(string Self, string History, string Saga, string Stream, string Cancel)
{
    public static OrderLinks Of(Guid id) => new(
        $"/orders/{id}", $"/orders/{id}/history", $"/orders/{id}/saga", $"/orders/{id}/stream", $"/orders/{id}/cancel");
}

internal sealed record AcceptedView(Guid Id, string Status, OrderLinks Links);

internal sealed record OrderView(
    Guid Id, string CustomerId, string Status, string? Reason, string? Detail, long TotalMinor, string Currency,
    IReadOnlyList<OrderLine> Lines, DateTime CreatedAt, DateTime UpdatedAt, DateTime? EndedAt, string? Cancellation,
    long Version, OrderLinks Links)
{
    public static OrderView Of(Order order) => new(
        order.Id, order.CustomerId, order.Status, order.Reason, order.Detail, order.TotalMinor, order.Currency,
        JsonSerializer.Deserialize(order.Lines, ContractJson.Default.IReadOnlyListOrderLine)!,
        order.CreatedAt, order.UpdatedAt, order.EndedAt, order.Cancellation, order.Version, OrderLinks.Of(order.Id));
}

internal sealed record OrdersView(IReadOnlyList<OrderView> Items, string? Next);

internal sealed record PaymentView(
    string Status, Guid? PaymentId, long? AmountMinor, long? CapturedMinor, long? RefundedMinor);

internal sealed record StockView(string Status, IReadOnlyList<Shortage> Shortages);

internal sealed record DeadlineView(string Name, DateTime DueAt, int Attempt);

internal sealed record SagaView(
    Guid OrderId, string? State, int Version, PaymentView Payment, StockView Stock, long? OwedMinor,
    IReadOnlyList<DeadlineView> Deadlines, IReadOnlyList<string> Accepts, string? LastFault,
    DateTime? StartedAt, DateTime? UpdatedAt, DateTime? EndedAt)
{
    public static SagaView Of(Guid id, SagaInspection inspection)
    {
        var deadlines = inspection.Deadlines.Select(row => new DeadlineView(row.Name, row.DueAt, row.Attempt)).ToList();
        if (inspection.Saga is not { } saga)
            return new(
                id, null, 0, new(PaymentStatuses.Pending, null, null, null, null), new(StockStatuses.Pending, []), 0,
                deadlines, inspection.Accepts, null, null, null, null);
        return new(
            id, saga.CurrentState, saga.Version,
            new(saga.PaymentStatus, saga.PaymentId, saga.TotalMinor, saga.CapturedMinor, saga.RefundedMinor),
            new(saga.StockStatus, saga.Shortages is null
                ? []
                : JsonSerializer.Deserialize(saga.Shortages, ContractJson.Default.IReadOnlyListShortage)!),
            saga.OwedMinor, deadlines, inspection.Accepts, saga.LastFault, saga.StartedAt, saga.UpdatedAt,
            saga.EndedAt);
    }
}

internal sealed record HistoryItemView(
    long Seq, Guid MessageId, string Type, string Direction, DateTime At, string? StateBefore, string? StateAfter,
    StoredJson Payload)
{
    public static HistoryItemView Of(SagaHistoryRow row) => new(
        row.Seq, row.MessageId, row.Type, row.Direction, row.At, row.StateBefore, row.StateAfter,
        new StoredJson(row.Payload));
}

internal sealed record HistoryView(IReadOnlyList<HistoryItemView> Items);

/// <summary>A member without a value is written as null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AcceptedView))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(OrdersView))]
[JsonSerializable(typeof(SagaView))]
[JsonSerializable(typeof(HistoryView))]
internal sealed partial class ViewJson : JsonSerializerContext;
