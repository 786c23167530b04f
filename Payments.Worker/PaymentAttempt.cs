using Messaging;

namespace Payments.Worker;

/// <summary>
/// One charge or refund under one idempotency key. It is asked for as often as it takes to know what became of it,
/// always with the same key, so that it happens once.
/// </summary>
internal sealed record PaymentAttempt
{
    /// <summary>See <see cref="KeyOf"/>.</summary>
    public required string IdempotencyKey { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>One of <see cref="AttemptKinds"/>.</summary>
    public required string Kind { get; init; }

    public required int Number { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>One of <see cref="AttemptStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>When the gateway is to be asked; null once its answer is known.</summary>
    public required DateTime? DueAt { get; init; }

    /// <summary>Until then it is in the hands of the process that claimed it.</summary>
    public required DateTime ClaimedUntil { get; init; }

    public int Tries { get; init; }

    public string? LastError { get; init; }

    /// <summary>The message that told what became of it.</summary>
    public Guid? OutcomeId { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    /// <summary>What the gateway knows an attempt by.</summary>
    public static string KeyOf(Guid orderId, string kind, int number) => $"{orderId}-{kind}-{number}";
}

/// <summary>What is known of an attempt.</summary>
internal static class AttemptStates
{
    /// <summary>The gateway is to be asked, or is being asked, and has not failed to answer yet.</summary>
    public const string Asked = "asked";

    public const string Captured = "captured";
    public const string Declined = "declined";
    public const string Refunded = "refunded";
    public const string Refused = "refused";

    /// <summary>The gateway was asked, and its answer was none or made no sense.</summary>
    public const string Unknown = "unknown";

    /// <summary>In SQL: what became of it is not known yet.</summary>
    public const string IsOpen = $"state IN ('{Asked}', '{Unknown}')";
}

/// <content>The table.</content>
internal static partial class PaymentTables
{
    public static Table<PaymentAttempt, string> Attempts { get; } =
        new Table<PaymentAttempt, string>("payment_attempts", attempt => attempt.IdempotencyKey)
            .Key(attempt => attempt.IdempotencyKey, maxLength: 64)
            .Fixed(attempt => attempt.OrderId)
            .Fixed(attempt => attempt.Kind, maxLength: 10)
            .Fixed(attempt => attempt.Number)
            .Fixed(attempt => attempt.AmountMinor)
            .Fixed(attempt => attempt.Currency, maxLength: 3)
            .Changing(attempt => attempt.State, maxLength: 10)
            .Changing(attempt => attempt.DueAt)
            .Changing(attempt => attempt.ClaimedUntil)
            .Changing(attempt => attempt.Tries)
            .Changing(attempt => attempt.LastError, maxLength: 500)
            .Changing(attempt => attempt.OutcomeId)
            .Fixed(attempt => attempt.CreatedAt)
            .Changing(attempt => attempt.UpdatedAt)
            .Index("ix_payment_attempts_state", unique: false, attempt => attempt.State, attempt => attempt.DueAt)
            // For instances of the release before.
            .Index("ix_payment_attempts_due_at", unique: false, attempt => attempt.DueAt);
}
