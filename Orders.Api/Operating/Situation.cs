using Orders.Data;

namespace Orders.Api;

/// <summary>Where an order's two steps stand, as far as an operator's act depends on it or changes it.</summary>
/// <param name="State">The saga's state; null before it has begun.</param>
/// <param name="PaymentStatus">One of <see cref="PaymentStatuses"/>.</param>
/// <param name="StockStatus">One of <see cref="StockStatuses"/>.</param>
/// <param name="CapturedMinor">What was taken; null while that is unknown.</param>
/// <param name="RefundedMinor">What of it was given back.</param>
/// <param name="PaymentIsUndone">Whether nothing is to be given back any more.</param>
/// <param name="RefundIsWaived">Whether the money was settled by hand.</param>
/// <param name="StockIsUndone">Whether nothing is to be released any more.</param>
internal sealed record Situation(
    string? State, string PaymentStatus, string StockStatus, long? CapturedMinor, long RefundedMinor,
    bool PaymentIsUndone, bool RefundIsWaived, bool StockIsUndone)
{
    public bool IsWaiting => OrderStates.IsWaiting(State);

    public bool IsUndoing => OrderStates.IsUndoing(State);

    /// <inheritdoc cref="OrderState.OwedMinor"/>
    public long? OwedMinor => IsUndoing && !PaymentIsUndone ? CapturedMinor - RefundedMinor : 0;

    public SituationView View =>
        new(State, OrderStatuses.Of(State), PaymentStatus, StockStatus, OwedMinor);

    public static Situation Of(OrderState? saga) => saga is null
        ? new Situation(null, PaymentStatuses.Pending, StockStatuses.Pending, null, 0, false, false, false)
        : new Situation(
            saga.CurrentState, saga.PaymentStatus, saga.StockStatus, saga.CapturedMinor, saga.RefundedMinor,
            saga.PaymentIsUndone, saga.RefundIsWaived, saga.StockIsUndone);
}
