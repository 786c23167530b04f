using Contracts;
using Messaging;

namespace Payments.Worker;

/// <summary>
/// What all units on a payment share. A final answer is recorded with the payment; asked for once more, it is sent
/// again as it was, and nothing else happens.
/// </summary>
internal abstract class PaymentUnit(Guid orderId) : UnitOfWork
{
    /// <summary>ISO 4217 for "no currency": an order that was undone before any charge was asked for.</summary>
    private const string NoCurrency = "XXX";

    /// <summary>How long an attempt begun here is this process's alone; zero leaves it to the poll.</summary>
    public TimeSpan Claim { get; set; }

    /// <summary>The attempt that was begun and claimed.</summary>
    public GatewayCall? Begun { get; private set; }

    protected Guid OrderId => orderId;

    protected override void Want(WantedRows rows) => rows.Add(PaymentTables.Payments, orderId);

    protected override void Apply()
    {
        Begun = null;
        var before = Find(PaymentTables.Payments, orderId);
        var after = Next(before);
        if (before is null && after is not null)
            Insert(PaymentTables.Payments, after);
        else if (after is not null && !ReferenceEquals(before, after))
            Update(PaymentTables.Payments, after with { Version = after.Version + 1, UpdatedAt = Now });
    }

    /// <summary>The payment as it is from now on; the same object where nothing changes.</summary>
    protected abstract PaymentRow? Next(PaymentRow? payment);

    protected PaymentRow New(string status, Cause cause) => new()
    {
        OrderId = orderId,
        Status = status,
        ConversationId = cause.ConversationId,
        // Whatever else a foreign producer puts there is none.
        TraceParent = cause.TraceParent is { Length: WireFormat.TraceParentLength } trace ? trace : null,
        Version = 1,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    /// <summary>
    /// Brings a payment that is undone nearer to its end. What the gateway has not answered yet is waited for: whoever
    /// records that answer comes here again.
    /// </summary>
    protected PaymentRow Undo(PaymentRow payment) => payment switch
    {
        { Status: PaymentStatuses.Pending or PaymentStatuses.Refunding } => payment,
        { WaiverOutcomeId: not null } => SentAgain(
            payment, payment.WaiverOutcomeId, payment.WaiverOutcomeType, payment.WaiverOutcomeValue),
        { IsWaived: true } => Waived(payment),
        { CapturedMinor: var captured, RefundedMinor: var refunded } when captured > refunded => Begin(
            payment with { Status = PaymentStatuses.Refunding, RefundAttempts = payment.RefundAttempts + 1 },
            AttemptKinds.Refund, payment.RefundAttempts + 1, captured - refunded),
        { RefundOutcomeId: not null } => SentAgain(
            payment, payment.RefundOutcomeId, payment.RefundOutcomeType, payment.RefundOutcomeValue),
        _ => RefundAnswered(payment, Produce(new PaymentRefunded(orderId, 0, payment.Currency ?? NoCurrency))),
    };

    /// <summary>The row from which the gateway is asked.</summary>
    protected PaymentRow Begin(PaymentRow payment, string kind, int number, long amountMinor)
    {
        var attempt = new PaymentAttempt
        {
            IdempotencyKey = PaymentAttempt.KeyOf(orderId, kind, number),
            OrderId = orderId,
            Kind = kind,
            Number = number,
            AmountMinor = amountMinor,
            Currency = payment.Currency!,
            State = AttemptStates.Asked,
            DueAt = Now,
            ClaimedUntil = Now + Claim,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        Insert(PaymentTables.Attempts, attempt);
        if (Claim > TimeSpan.Zero)
            Begun = new GatewayCall(attempt, payment.PaymentToken, payment.TraceParent);
        return payment;
    }

    protected static PaymentRow ChargeAnswered(PaymentRow payment, OutgoingMessage answer) => payment with
    {
        PaymentToken = null,
        ChargeOutcomeId = answer.Id,
        ChargeOutcomeType = answer.TypeName,
        ChargeOutcomeValue = answer.Value,
    };

    protected static PaymentRow RefundAnswered(PaymentRow payment, OutgoingMessage answer) => payment with
    {
        RefundOutcomeId = answer.Id,
        RefundOutcomeType = answer.TypeName,
        RefundOutcomeValue = answer.Value,
    };

    protected PaymentRow SentAgain(PaymentRow payment, Guid? id, string? type, byte[]? value)
    {
        SendAgain(id!.Value, type!, orderId, value!);
        return payment;
    }

    private PaymentRow Waived(PaymentRow payment)
    {
        var answer = Produce(new RefundWaived(
            orderId, payment.CapturedMinor, payment.RefundedMinor, payment.Currency ?? NoCurrency));
        return payment with
        {
            Status = PaymentStatuses.Waived,
            WaiverOutcomeId = answer.Id,
            WaiverOutcomeType = answer.TypeName,
            WaiverOutcomeValue = answer.Value,
        };
    }
}
