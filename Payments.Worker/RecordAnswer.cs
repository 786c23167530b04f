using Contracts;
using Messaging;

namespace Payments.Worker;

/// <summary>
/// What the gateway said of an attempt, together with what is answered for it. Where another process was faster, or the
/// answer came twice, nothing happens.
/// </summary>
internal sealed class RecordAnswer(PaymentAttempt called, GatewayAnswer answer) : PaymentUnit(called.OrderId)
{
    private static readonly TimeSpan[] AskAgainAfter =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)];

    /// <summary>
    /// Between two times that the gateway is asked for the same: so long an order may stand once the gateway is back.
    /// </summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromMinutes(1);

    private Cause cause;

    /// <summary>The command came long ago; the payment remembers what it belonged to.</summary>
    public override Cause Cause => cause;

    protected override void Want(WantedRows rows)
    {
        base.Want(rows);
        rows.Add(PaymentTables.Attempts, called.IdempotencyKey);
    }

    protected override PaymentRow? Next(PaymentRow? payment)
    {
        if (payment is null || Find(PaymentTables.Attempts, called.IdempotencyKey) is not { DueAt: not null } attempt)
            return payment;

        cause = new Cause(payment.ConversationId, OrderId, payment.TraceParent);
        attempt = attempt with { Tries = attempt.Tries + 1, UpdatedAt = Now };
        payment = payment with { Calls = payment.Calls + 1 };
        return answer switch
        {
            GatewayAnswer.MoneyTaken => Captured(payment, attempt),
            GatewayAnswer.ChargeDeclined declined => Declined(payment, attempt, declined),
            GatewayAnswer.MoneyReturned => Refunded(payment, attempt),
            GatewayAnswer.RefundRefused refused => Refused(payment, attempt, refused),
            GatewayAnswer.OutcomeUnknown unknown => AskedAgainLater(payment, attempt, unknown),
            _ => throw new InvalidOperationException($"The gateway's answer '{answer}' has no meaning here."),
        };
    }

    private PaymentRow Captured(PaymentRow payment, PaymentAttempt attempt)
    {
        var id = Ids.New(Now);
        var message = Produce(new PaymentCompleted(OrderId, id, attempt.AmountMinor, attempt.Currency));
        Settle(attempt, AttemptStates.Captured, message);
        payment = ChargeAnswered(payment, message) with
        {
            Status = PaymentStatuses.Completed,
            PaymentId = id,
            CapturedMinor = attempt.AmountMinor,
        };
        return payment.IsUndone ? Undo(payment) : payment;
    }

    private PaymentRow Declined(PaymentRow payment, PaymentAttempt attempt, GatewayAnswer.ChargeDeclined declined)
    {
        var message = Produce(new PaymentFailed(OrderId, declined.Code, declined.Reason));
        Settle(attempt, AttemptStates.Declined, message);
        payment = ChargeAnswered(payment, message) with { Status = PaymentStatuses.Failed };
        return payment.IsUndone ? Undo(payment) : payment;
    }

    private PaymentRow Refunded(PaymentRow payment, PaymentAttempt attempt)
    {
        var total = payment.RefundedMinor + attempt.AmountMinor;
        var message = Produce(new PaymentRefunded(OrderId, total, attempt.Currency));
        Settle(attempt, AttemptStates.Refunded, message);
        payment = RefundAnswered(payment, message) with { Status = PaymentStatuses.Refunded, RefundedMinor = total };
        return payment.IsWaived ? Undo(payment) : payment;
    }

    private PaymentRow Refused(PaymentRow payment, PaymentAttempt attempt, GatewayAnswer.RefundRefused refused)
    {
        var message = Produce(new RefundFailed(
            OrderId, refused.Code, refused.Reason, payment.CapturedMinor, payment.RefundedMinor, payment.Currency));
        Settle(attempt, AttemptStates.Refused, message);
        payment = RefundAnswered(payment, message) with { Status = PaymentStatuses.RefundFailed };
        return payment.IsWaived ? Undo(payment) : payment;
    }

    /// <summary>Whether money moved is not known, so nothing is answered.</summary>
    private PaymentRow AskedAgainLater(PaymentRow payment, PaymentAttempt attempt, GatewayAnswer.OutcomeUnknown unknown)
    {
        var wait = attempt.Tries <= AskAgainAfter.Length ? AskAgainAfter[attempt.Tries - 1] : LongestWait;
        Update(PaymentTables.Attempts, attempt with
        {
            State = AttemptStates.Unknown,
            DueAt = Now + wait,
            ClaimedUntil = Now,
            LastError = StorableText.Of(unknown.Reason, 500),
        });
        return payment;
    }

    private void Settle(PaymentAttempt attempt, string state, OutgoingMessage message) =>
        Update(PaymentTables.Attempts, attempt with
        {
            State = state,
            DueAt = null,
            ClaimedUntil = Now,
            OutcomeId = message.Id,
        });
}
