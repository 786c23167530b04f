using Contracts;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// What will come of an operator's act. The state machine decides when it applies the act; this says beforehand what it
/// would decide now, and a test walks through both.
/// </summary>
internal sealed record Preview(Situation After, IReadOnlyList<string> Messages)
{
    /// <summary>Why the act is refused, in words; null where it is not.</summary>
    public string? Refusal { get; private init; }

    public static Preview Of(string action, string? step, Situation now) => action switch
    {
        OperatorActions.Retry => Retry(step, now),
        OperatorActions.Resolve => Resolve(step, now),
        _ => Cancel(now),
    };

    private static Preview Retry(string? step, Situation now)
    {
        if (now.IsUndoing)
        {
            return IsUndone(step, now)
                ? Refused(now, $"the undo of {step} is done, and nothing is left to retry of it")
                : AskForUndo(now);
        }

        if (!now.IsWaiting)
            return Refused(now, now.State is null
                ? "its process has not begun; what begins it is published again by itself"
                : "it has ended");
        var (payment, stock) = (IsPending(now.PaymentStatus), IsPending(now.StockStatus));
        if ((step, payment, stock) is (Steps.Payment, false, _) or (Steps.Stock, _, false))
            return Refused(now, $"{step} was answered, and is not asked for again");
        return new Preview(
            now, [.. MessagesFor((payment, "payments.process_payment.v1"), (stock, "inventory.reserve_stock.v1"))]);
    }

    private static Preview Resolve(string? step, Situation now)
    {
        if (!now.IsUndoing)
            return Refused(now, "only the steps of an order that is being undone are resolved by hand");
        if (IsUndone(step, now))
            return Refused(now, $"the undo of {step} is done already");
        if (step == Steps.Payment)
            return AskForUndo(now with { RefundIsWaived = true });
        var resolved = now with
        {
            StockIsUndone = true,
            StockStatus = now.StockStatus == StockStatuses.Releasing ? StockStatuses.Released : now.StockStatus,
        };
        return resolved.PaymentIsUndone
            ? new Preview(resolved with { State = OrderStates.Cancelled }, ["orders.order_cancelled.v1"])
            : new Preview(resolved, []);
    }

    private static Preview Cancel(Situation now)
    {
        if (now.IsUndoing)
            return Refused(now, "it is being cancelled already");
        if (!now.IsWaiting && now.State is not null)
            return Refused(now, "it has ended");
        return AskForUndo(now with { StockStatus = StockStatuses.Releasing });
    }

    private static Preview AskForUndo(Situation now)
    {
        var refund = !now.PaymentIsUndone && !now.RefundIsWaived;
        return new Preview(
            now with
            {
                State = OrderStates.Undoing,
                PaymentStatus = refund ? PaymentStatuses.Refunding : now.PaymentStatus,
            },
            [.. MessagesFor(
                (refund, "payments.refund_payment.v1"),
                (!now.PaymentIsUndone && now.RefundIsWaived, "payments.waive_refund.v1"),
                (!now.StockIsUndone, "inventory.release_stock.v1"))]);
    }

    private static Preview Refused(Situation now, string why) => new(now, []) { Refusal = why };

    private static bool IsUndone(string? step, Situation now) => step switch
    {
        Steps.Payment => now.PaymentIsUndone,
        Steps.Stock => now.StockIsUndone,
        _ => false,
    };

    private static bool IsPending(string status) => status == PaymentStatuses.Pending;

    private static IEnumerable<string> MessagesFor(params (bool IsSent, string Name)[] messages) =>
        messages.Where(message => message.IsSent).Select(message => message.Name);
}
