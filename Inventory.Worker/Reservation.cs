using Messaging;

namespace Inventory.Worker;

/// <summary>What one order has of the stock, and what was answered for it.</summary>
internal sealed record Reservation
{
    public required Guid OrderId { get; init; }

    /// <summary>One of <see cref="ReservationStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>What was asked for as JSON, an article at most once; held only while the status is reserved.</summary>
    public required string Lines { get; init; }

    public Guid? ReserveOutcomeId { get; init; }

    public string? ReserveOutcomeType { get; init; }

    public byte[]? ReserveOutcomeValue { get; init; }

    public Guid? ReleaseOutcomeId { get; init; }

    public string? ReleaseOutcomeType { get; init; }

    public byte[]? ReleaseOutcomeValue { get; init; }

    public required long Version { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }
}

/// <summary>What a reservation's status can be.</summary>
internal static class ReservationStatuses
{
    public const string Reserved = "reserved";
    public const string Rejected = "rejected";

    /// <summary>Given back; or asked to be given back before it was made, so that it never will be.</summary>
    public const string Released = "released";
}

/// <content>The table.</content>
internal static partial class InventoryTables
{
    public static Table<Reservation, Guid> Reservations { get; } =
        new Table<Reservation, Guid>("reservations", reservation => reservation.OrderId)
            .Key(reservation => reservation.OrderId)
            .Changing(reservation => reservation.Status, maxLength: 20)
            .Changing(reservation => reservation.Lines)
            .Changing(reservation => reservation.ReserveOutcomeId)
            .Changing(reservation => reservation.ReserveOutcomeType, maxLength: 200)
            .Changing(reservation => reservation.ReserveOutcomeValue)
            .Changing(reservation => reservation.ReleaseOutcomeId)
            .Changing(reservation => reservation.ReleaseOutcomeType, maxLength: 200)
            .Changing(reservation => reservation.ReleaseOutcomeValue)
            .Fixed(reservation => reservation.CreatedAt)
            .Changing(reservation => reservation.UpdatedAt)
            .Version(reservation => reservation.Version);
}
