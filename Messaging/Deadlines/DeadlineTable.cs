namespace Messaging;

/// <summary>
/// A wait that has an end. The row is written in the transaction that begins the wait; what ends the wait deletes it in
/// its own.
/// </summary>
public sealed record DeadlineRow
{
    /// <summary>The token of a saga's schedule, or the id of the message that is published again.</summary>
    public required Guid Token { get; init; }

    /// <summary>The saga.</summary>
    public required Guid CorrelationId { get; init; }

    public required string Name { get; init; }

    public required DateTime DueAt { get; init; }

    /// <summary>Until then one process deals with it; in the past where none does.</summary>
    public required DateTime ClaimedUntil { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The consumer groups that were asked, in order, parted by commas; null where nobody was.</summary>
    public string? Asked { get; init; }

    /// <summary>When they were asked last.</summary>
    public DateTime? AskedAt { get; init; }

    /// <summary>When they were asked first.</summary>
    public DateTime? AskedSince { get; init; }

    /// <summary>The W3C trace context of what began the wait; null where there was none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The wire name of the message to publish again; null where the saga itself is to be told.</summary>
    public string? MessageType { get; init; }

    /// <summary>The message.</summary>
    public required byte[] Value { get; init; }
}

/// <summary>The table of deadlines.</summary>
public static class DeadlineTable
{
    public static Table<DeadlineRow, Guid> Table { get; } =
        new Table<DeadlineRow, Guid>("deadlines", row => row.Token)
            .Key(row => row.Token)
            .Fixed(row => row.CorrelationId)
            .Fixed(row => row.Name, maxLength: 50)
            .Changing(row => row.DueAt)
            .Changing(row => row.ClaimedUntil)
            .Changing(row => row.Attempt)
            .Fixed(row => row.Asked, maxLength: 200)
            .Fixed(row => row.AskedAt)
            .Fixed(row => row.AskedSince)
            .Fixed(row => row.TraceParent, maxLength: WireFormat.TraceParentLength)
            .Fixed(row => row.MessageType, maxLength: 200)
            .Fixed(row => row.Value)
            .Index("ix_deadlines_due_at", unique: false, row => row.DueAt)
            .Index("ix_deadlines_correlation_id", unique: false, row => row.CorrelationId);
}
