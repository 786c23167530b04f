namespace Messaging;

/// <summary>A message that waits for the broker's ack. It is written with the change that causes it.</summary>
public sealed record OutboxRow
{
    /// <summary>The process that wrote it; a new id at every start.</summary>
    public required Guid Owner { get; init; }

    /// <summary>Counted by the owner in the order of its commits.</summary>
    public required long Number { get; init; }

    public required string Topic { get; init; }

    public byte[]? RecordKey { get; init; }

    /// <summary>See <see cref="MessageHeaders.Encode"/>.</summary>
    public required byte[] Headers { get; init; }

    public required byte[] Value { get; init; }
}

/// <summary>A process that writes outbox rows. Its row is the last that each of its groups writes.</summary>
public sealed record OwnerRow
{
    public required Guid Owner { get; init; }

    /// <summary>The last group that was committed: settles what became of a commit that was never answered.</summary>
    public required long LastGroup { get; init; }

    /// <summary>By the database's clock.</summary>
    public required DateTime LeaseUntil { get; init; }

    /// <summary>Who sends its rows now; null while it lives.</summary>
    public Guid? AdoptedBy { get; init; }
}

/// <summary>The tables of the outbox.</summary>
public static class OutboxTables
{
    public static Table<OutboxRow, OutboxKey> Outbox { get; } =
        new Table<OutboxRow, OutboxKey>("outbox", row => new(row.Owner, row.Number), key => [key.Owner, key.Number])
            .Key(row => row.Owner)
            .Key(row => row.Number)
            .Fixed(row => row.Topic, maxLength: 249)
            .Fixed(row => row.RecordKey)
            .Fixed(row => row.Headers)
            .Fixed(row => row.Value);

    public static Table<OwnerRow, Guid> Owners { get; } =
        new Table<OwnerRow, Guid>("outbox_owners", row => row.Owner)
            .Key(row => row.Owner)
            .Changing(row => row.LastGroup)
            .Changing(row => row.LeaseUntil)
            .Changing(row => row.AdoptedBy);
}

/// <summary>The key of an <see cref="OutboxRow"/>.</summary>
public readonly record struct OutboxKey(Guid Owner, long Number);
