using Messaging;

namespace Payments.Worker;

/// <summary>The payment of one order: what was asked, what the gateway did, and what was answered.</summary>
internal sealed record PaymentRow
{
    public required Guid OrderId { get; init; }

    /// <summary>One of <see cref="PaymentStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>What was asked for; 0 as long as nothing was.</summary>
    public long AmountMinor { get; init; }

    /// <summary>ISO 4217; null as long as no charge was asked for.</summary>
    public string? Currency { get; init; }

    /// <summary>Kept until the charge is settled, and not a moment longer.</summary>
    public string? PaymentToken { get; init; }

    public Guid? PaymentId { get; init; }

    public long CapturedMinor { get; init; }

    public long RefundedMinor { get; init; }

    /// <summary>A refund was asked for: nothing is charged any more, and what was charged is given back.</summary>
    public bool IsUndone { get; init; }

    /// <summary>An operator settled the money outside the system: nothing is given back any more.</summary>
    public bool IsWaived { get; init; }

    /// <summary>The last attempt's number; the next one is made only after this one was definitely refused.</summary>
    public int RefundAttempts { get; init; }

    /// <summary>How often the gateway was asked, for the charge and for refunds.</summary>
    public int Calls { get; init; }

    public Guid? ChargeOutcomeId { get; init; }

    public string? ChargeOutcomeType { get; init; }

    public byte[]? ChargeOutcomeValue { get; init; }

    public Guid? RefundOutcomeId { get; init; }

    public string? RefundOutcomeType { get; init; }

    public byte[]? RefundOutcomeValue { get; init; }

    public Guid? WaiverOutcomeId { get; init; }

    public string? WaiverOutcomeType { get; init; }

    public byte[]? WaiverOutcomeValue { get; init; }

    /// <summary>Of the command that began this, as is <see cref="TraceParent"/>: answers come long after it.</summary>
    public Guid? ConversationId { get; init; }

    public string? TraceParent { get; init; }

    public required long Version { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }
}

/// <summary>What a payment's status can be.</summary>
internal static class PaymentStatuses
{
    /// <summary>Undone before it was asked for.</summary>
    public const string None = "none";

    /// <summary>A charge is asked for and it is not known yet what became of it.</summary>
    public const string Pending = "pending";

    public const string Completed = "completed";
    public const string Failed = "failed";

    /// <summary>A refund is asked for and it is not known yet what became of it.</summary>
    public const string Refunding = "refunding";

    public const string Refunded = "refunded";
    public const string RefundFailed = "refund_failed";
    public const string Waived = "waived";
}

/// <content>The table.</content>
internal static partial class PaymentTables
{
    public static Table<PaymentRow, Guid> Payments { get; } =
        new Table<PaymentRow, Guid>("payments", payment => payment.OrderId)
            .Key(payment => payment.OrderId)
            .Changing(payment => payment.Status, maxLength: 20)
            .Changing(payment => payment.AmountMinor)
            .Changing(payment => payment.Currency, maxLength: 3)
            .Changing(payment => payment.PaymentToken, maxLength: 128)
            .Changing(payment => payment.PaymentId)
            .Changing(payment => payment.CapturedMinor)
            .Changing(payment => payment.RefundedMinor)
            .Changing(payment => payment.IsUndone)
            .Changing(payment => payment.IsWaived)
            .Changing(payment => payment.RefundAttempts)
            .Changing(payment => payment.Calls)
            .Changing(payment => payment.ChargeOutcomeId)
            .Changing(payment => payment.ChargeOutcomeType, maxLength: 200)
            .Changing(payment => payment.ChargeOutcomeValue)
            .Changing(payment => payment.RefundOutcomeId)
            .Changing(payment => payment.RefundOutcomeType, maxLength: 200)
            .Changing(payment => payment.RefundOutcomeValue)
            .Changing(payment => payment.WaiverOutcomeId)
            .Changing(payment => payment.WaiverOutcomeType, maxLength: 200)
            .Changing(payment => payment.WaiverOutcomeValue)
            .Fixed(payment => payment.ConversationId)
            .Fixed(payment => payment.TraceParent, maxLength: WireFormat.TraceParentLength)
            .Fixed(payment => payment.CreatedAt)
            .Changing(payment => payment.UpdatedAt)
            .Version(payment => payment.Version);
}
