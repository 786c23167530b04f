using Messaging;
using Orders.Data;

namespace Orders.Saga;

/// <summary>Every step of the saga changes the order that its customer sees, in the same transaction.</summary>
internal sealed partial class OrderProjection(ILogger<OrderProjection> logger) : ISagaProjection<OrderState>
{
    public void Want(WantedRows rows, Guid sagaId) => rows.Add(OrdersTables.Orders, sagaId);

    public long Applied(UnitOfWork unit, OrderState saga, string messageName)
    {
        var order = unit.Find(OrdersTables.Orders, saga.CorrelationId)!;
        var status = OrderStatuses.Of(saga.CurrentState);
        var hasEnded = OrderStatuses.IsFinal(status);
        saga.UpdatedAt = unit.Now;
        if (saga.CurrentState == OrderStates.NeedsAttention)
            LogNeedsAttention(order.Id, saga.LastFault, saga.CapturedMinor - saga.RefundedMinor, saga.Currency);
        if (hasEnded)
            saga.EndedAt ??= unit.Now;
        var changed = order with
        {
            Status = status,
            State = saga.CurrentState,
            Reason = saga.Reason,
            Detail = saga.Detail,
            UpdatedAt = unit.Now,
            EndedAt = saga.EndedAt,
            Cancellation = CancellationOf(order.Cancellation, status),
            Version = order.Version + 1,
        };
        unit.Update(OrdersTables.Orders, changed);
        if (OrderMeter.IsEnabled)
            Count(unit, order, changed);
        return changed.Version;
    }

    /// <summary>A method of its own: what it captures is made only where somebody listens.</summary>
    private static void Count(UnitOfWork unit, Order before, Order after) =>
        unit.AfterCommit(() => OrderMeter.Count(before, after));

    [LoggerMessage(1, LogLevel.Error,
        "Order {OrderId} needs a person: {Fault}; {OwedMinor} {Currency} (minor units) may be owed")]
    private partial void LogNeedsAttention(Guid orderId, string? fault, long? owedMinor, string currency);

    /// <summary>Who asked for a cancellation is told what became of it.</summary>
    private static string? CancellationOf(string? cancellation, string status) => (cancellation, status) switch
    {
        (Cancellations.Requested, OrderStatuses.Confirmed) => Cancellations.TooLate,
        (Cancellations.Requested, OrderStatuses.Cancelled) => Cancellations.Done,
        _ => cancellation,
    };
}
