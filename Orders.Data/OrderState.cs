using MassTransit;

namespace Orders.Data;

/// <summary>What the saga knows of one order: where its two steps stand, and until when it waits.</summary>
public sealed class OrderState : SagaStateMachineInstance, ISagaVersion
{
    /// <summary>The order's id.</summary>
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    /// <summary>Raised by every message; a stale writer finds another and loses.</summary>
    public int Version { get; set; }

    public long TotalMinor { get; set; }

    public string Currency { get; set; } = "";

    /// <summary>One of <see cref="PaymentStatuses"/>.</summary>
    public string PaymentStatus { get; set; } = PaymentStatuses.None;

    public Guid? PaymentId { get; set; }

    /// <summary>What was taken; null while that is unknown.</summary>
    public long? CapturedMinor { get; set; }

    public long RefundedMinor { get; set; }

    /// <summary>
    /// What the customer is owed while an undo is open; null while it is unknown whether anything was taken.
    /// </summary>
    public long? OwedMinor =>
        OrderStates.IsUndoing(CurrentState) && !PaymentIsUndone ? CapturedMinor - RefundedMinor : 0;

    /// <summary>An operator settled the money outside the system; the worker is told so.</summary>
    public bool RefundIsWaived { get; set; }

    /// <summary>Nothing is to be given back any more.</summary>
    public bool PaymentIsUndone { get; set; }

    /// <summary>One of <see cref="StockStatuses"/>.</summary>
    public string StockStatus { get; set; } = StockStatuses.None;

    /// <summary>What was missing, as JSON.</summary>
    public string? Shortages { get; set; }

    /// <summary>Nothing is to be released any more.</summary>
    public bool StockIsUndone { get; set; }

    /// <summary>What began the undo; it stays, whatever comes later.</summary>
    public string? Reason { get; set; }

    public string? Detail { get; set; }

    /// <summary>What went wrong last with the undo.</summary>
    public string? LastFault { get; set; }

    /// <summary>Since when the present phase, steps or undo, is waited for.</summary>
    public DateTime AskedSince { get; set; }

    /// <summary>How often was asked in this phase.</summary>
    public int Asked { get; set; }

    /// <summary>When the deadline is meant to fall due.</summary>
    public DateTime? DueAt { get; set; }

    public Guid? StepDeadline { get; set; }

    public Guid? UndoDeadline { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    public DateTime? EndedAt { get; set; }
}

/// <summary>Where the payment stands.</summary>
public static class PaymentStatuses
{
    public const string None = "none";
    public const string Pending = "pending";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Refunding = "refunding";
    public const string Refunded = "refunded";
    public const string RefundFailed = "refund_failed";
}

/// <summary>Where the reservation stands.</summary>
public static class StockStatuses
{
    public const string None = "none";
    public const string Pending = "pending";
    public const string Reserved = "reserved";
    public const string Rejected = "rejected";
    public const string Releasing = "releasing";
    public const string Released = "released";
}
