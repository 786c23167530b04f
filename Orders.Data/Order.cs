using Messaging;

namespace Orders.Data;

/// <summary>
/// An order as its customer sees it. Orders.Api writes it; what the saga does to it is projected onto it.
/// </summary>
public sealed record Order
{
    /// <summary>Given by the database; the order of acceptance.</summary>
    public long Seq { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The name of the shop's key; null where nobody has to say who calls.</summary>
    public string? SubmittedBy { get; init; }

    public required string CustomerId { get; init; }

    /// <summary>One of <see cref="OrderStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was, or is being, cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in words.</summary>
    public string? Detail { get; init; }

    /// <summary>Where its saga stands, in the saga's own words; null before it has begun.</summary>
    public string? State { get; init; }

    public required long TotalMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>A reference the gateway knows. It stands nowhere else but here and in the command to pay.</summary>
    public required string PaymentToken { get; init; }

    /// <summary>The articles as JSON.</summary>
    public required string Lines { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    /// <summary>One of <see cref="Cancellations"/>; null while nobody has asked for one.</summary>
    public string? Cancellation { get; init; }

    /// <summary>Counts everything that happened to the order, from 1.</summary>
    public required long Version { get; init; }
}

/// <summary>What a customer is told of an order.</summary>
public static class OrderStatuses
{
    public const string Processing = "processing";
    public const string Confirmed = "confirmed";
    public const string Cancelling = "cancelling";
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> All { get; } = [Processing, Confirmed, Cancelling, Cancelled];

    /// <summary>Whether nothing changes any more.</summary>
    public static bool IsFinal(string status) => status is Confirmed or Cancelled;

    /// <summary>What a customer is told while the saga is in a state; null before it has begun.</summary>
    public static string Of(string? state) => state switch
    {
        OrderStates.Confirmed => Confirmed,
        OrderStates.Cancelled => Cancelled,
        _ when OrderStates.IsUndoing(state) => Cancelling,
        _ => Processing,
    };
}

/// <summary>
/// The saga's states by name, for those who look at orders without knowing the state machine. A test compares them with
/// it.
/// </summary>
public static class OrderStates
{
    public const string AwaitingPaymentAndStock = "AwaitingPaymentAndStock";
    public const string AwaitingPayment = "AwaitingPayment";
    public const string AwaitingStock = "AwaitingStock";
    public const string Confirmed = "Confirmed";
    public const string Undoing = "Undoing";
    public const string NeedsAttention = "NeedsAttention";
    public const string Cancelled = "Cancelled";

    public static IReadOnlyList<string> All { get; } =
    [
        AwaitingPaymentAndStock, AwaitingPayment, AwaitingStock, Confirmed, Undoing, NeedsAttention, Cancelled,
    ];

    /// <summary>Whether an undo has begun and is not done.</summary>
    public static bool IsUndoing(string? state) => state is Undoing or NeedsAttention;

    /// <summary>Whether a step is waited for: so it is in every state that is neither an undo nor an end.</summary>
    public static bool IsWaiting(string? state) => state is not (null or Confirmed or Cancelled) && !IsUndoing(state);
}

/// <summary>What became of the wish to cancel.</summary>
public static class Cancellations
{
    public const string Requested = "requested";
    public const string Done = "done";
    public const string TooLate = "too_late";
}

/// <summary>What the saga's process looks like, as the process itself wrote it down at its start.</summary>
public sealed record SagaDefinition
{
    public required string Name { get; init; }

    /// <summary>A <see cref="ProcessDefinition"/> as JSON.</summary>
    public required string Definition { get; init; }

    public required DateTime UpdatedAt { get; init; }
}

/// <summary>The tables of the orders database that are not the messaging library's.</summary>
public static class OrdersTables
{
    public static Table<Order, Guid> Orders { get; } =
        new Table<Order, Guid>("orders", order => order.Id)
            .Sequence(order => order.Seq)
            .Key(order => order.Id)
            .Fixed(order => order.SubmittedBy, maxLength: 64)
            .Fixed(order => order.CustomerId, maxLength: 64)
            .Changing(order => order.Status, maxLength: 20)
            .Changing(order => order.Reason, maxLength: 50)
            .Changing(order => order.Detail, maxLength: 1000)
            .Changing(order => order.State, maxLength: 64)
            .Fixed(order => order.TotalMinor)
            .Fixed(order => order.Currency, maxLength: 3)
            .Fixed(order => order.PaymentToken, maxLength: 128)
            .Fixed(order => order.Lines)
            .Fixed(order => order.CreatedAt)
            .Changing(order => order.UpdatedAt)
            .Changing(order => order.EndedAt)
            .Changing(order => order.Cancellation, maxLength: 20)
            .Version(order => order.Version)
            .Index("ix_orders_customer_id", unique: false, order => order.CustomerId, order => order.Seq)
            .Index("ix_orders_submitted_by", unique: false, order => order.SubmittedBy, order => order.Seq)
            .Index("ix_orders_status", unique: false, order => order.Status, order => order.Seq);

    public static Table<IdempotentAnswer, string> IdempotentAnswers { get; } =
        new Table<IdempotentAnswer, string>("idempotent_answers", answer => answer.KeyHash)
            .Key(answer => answer.KeyHash, maxLength: 64)
            .Changing(answer => answer.Fingerprint, maxLength: 64)
            .Changing(answer => answer.OrderId)
            .Changing(answer => answer.Body)
            .Version(answer => answer.ExpiresAt)
            .Index("ix_idempotent_answers_expires_at", unique: false, answer => answer.ExpiresAt);

    public static Table<SagaDefinition, string> Definitions { get; } =
        new Table<SagaDefinition, string>("saga_definitions", definition => definition.Name)
            .Key(definition => definition.Name, maxLength: 100)
            .Changing(definition => definition.Definition)
            .Changing(definition => definition.UpdatedAt);
}
