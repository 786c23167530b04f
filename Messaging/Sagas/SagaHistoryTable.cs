namespace Messaging;

/// <summary>
/// One step of a saga: what came in or went out, and the states around it. That a message stands here is also how a
/// second delivery of it is known.
/// </summary>
public sealed record SagaHistoryRow
{
    /// <summary>Given by the database; grows over all sagas.</summary>
    public long Seq { get; init; }

    public required Guid SagaId { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>Counts the steps of what the saga is about; null for what went out.</summary>
    public long? Version { get; init; }

    /// <summary>The name on the wire, or <c>deadline.…</c>.</summary>
    public required string Type { get; init; }

    /// <summary>One of <see cref="Directions"/>.</summary>
    public required string Direction { get; init; }

    public required DateTime At { get; init; }

    public string? StateBefore { get; init; }

    public string? StateAfter { get; init; }

    /// <summary>The message, without what a history must not keep.</summary>
    public required byte[] Payload { get; init; }
}

/// <summary>The table of saga histories.</summary>
public static class SagaHistoryTable
{
    public static Table<SagaHistoryRow, SagaMessage> Table { get; } =
        new Table<SagaHistoryRow, SagaMessage>(
                "saga_history", row => new(row.SagaId, row.MessageId), key => [key.SagaId, key.MessageId])
            .Sequence(row => row.Seq)
            .Key(row => row.SagaId)
            .Key(row => row.MessageId)
            .Fixed(row => row.Version)
            .Fixed(row => row.Type, maxLength: 100)
            .Fixed(row => row.Direction, maxLength: 10)
            .Fixed(row => row.At)
            .Fixed(row => row.StateBefore, maxLength: 64)
            .Fixed(row => row.StateAfter, maxLength: 64)
            .Fixed(row => row.Payload);
}

/// <summary>A message as one saga has seen it.</summary>
public readonly record struct SagaMessage(Guid SagaId, Guid MessageId);
