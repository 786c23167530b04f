namespace Orders.Testing;

/// <summary>What the databases say of messages.</summary>
/// <param name="Orders">All that were accepted.</param>
/// <param name="Done">The commands that workers have an outcome of, or are still at work on, by order and type.</param>
/// <param name="Handled">What sagas have taken in, by id.</param>
/// <param name="Sent">What sagas sent and what workers answered, by id; of answers the last of its kind.</param>
/// <param name="Unsent">Of these, what still waits in an outbox.</param>
/// <param name="DeadLetters">All, of all services.</param>
internal sealed record RecordedMessages(
    IReadOnlySet<Guid> Orders, IReadOnlySet<(Guid OrderId, Type Command)> Done,
    IReadOnlyDictionary<Guid, RecordedMessage> Handled, IReadOnlyDictionary<Guid, RecordedMessage> Sent,
    IReadOnlySet<Guid> Unsent, IReadOnlyList<RecordedDeadLetter> DeadLetters)
{
    private readonly HashSet<RecordOrigin> origins =
        [.. DeadLetters.Where(letter => letter.Origin is not null).Select(letter => letter.Origin!.Value)];

    private readonly HashSet<Guid> ids =
        [.. DeadLetters.Where(letter => letter.MessageId is not null).Select(letter => letter.MessageId!.Value)];

    public bool IsDead(Guid messageId) => ids.Contains(messageId);

    public bool IsDead(RecordOrigin origin) => origins.Contains(origin);
}

/// <param name="OrderId">The order.</param>
/// <param name="Type">The name on the wire.</param>
/// <param name="At">When it was written down, at the earliest.</param>
internal readonly record struct RecordedMessage(Guid OrderId, string Type, DateTime At);

/// <param name="Id">Of the row.</param>
/// <param name="MessageId">Null where the record had none.</param>
/// <param name="Origin">Null for a message that no broker took.</param>
/// <param name="Bytes">As the row keeps them.</param>
internal sealed record RecordedDeadLetter(Guid Id, Guid? MessageId, RecordOrigin? Origin, RecordBytes Bytes);
