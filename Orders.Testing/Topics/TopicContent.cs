namespace Orders.Testing;

/// <summary>What a topic holds, each message once however often it was sent.</summary>
internal sealed class TopicContent(string topic)
{
    private readonly Dictionary<Guid, int> partitionOf = [];
    private readonly Dictionary<int, DateTime> oldest = [];

    public string Topic => topic;

    /// <summary>By id, as they came first.</summary>
    public Dictionary<Guid, MessageOnTopic> Messages { get; } = [];

    /// <summary>Records without an id, an order or a type, and the type that they have.</summary>
    public List<(RecordOrigin Origin, string? Type)> Strange { get; } = [];

    /// <summary>Messages that came again as something else.</summary>
    public List<Discrepancy> Altered { get; } = [];

    /// <summary>Orders with records in two partitions.</summary>
    public List<Discrepancy> Spread { get; } = [];

    /// <summary>The records that dead letters came from, as far as they are still there.</summary>
    public Dictionary<RecordOrigin, RecordBytes> Origins { get; } = [];

    /// <summary>By partition.</summary>
    public Dictionary<int, TopicPosition> Positions { get; } = [];

    /// <summary>
    /// From when on the topic is whole: what is older than its oldest record went with its time, or with a topic of
    /// this name that was deleted. One that has never held anything should hold all that was sent to it; null where
    /// everything went with its time.
    /// </summary>
    public DateTime? WholeSince =>
        oldest.Count == 0
            ? Positions.Values.All(partition => partition.End == 0) ? DateTime.MinValue : null
        : Positions.Any(partition => partition.Value.Begin > 0)
            ? oldest.Where(partition => Positions[partition.Key].Begin > 0).Select(partition => partition.Value)
                .DefaultIfEmpty(DateTime.MaxValue).Max()
            : oldest.Values.Min();

    /// <summary>Whether the group that reads this topic is past a message.</summary>
    public bool IsRead(int partition, long offset) => offset < Positions[partition].Committed;

    public void Add(int partition, long offset, DateTime time, Guid? id, Guid? orderId, string? type, ulong hash)
    {
        oldest.TryAdd(partition, time);
        if (id is null || orderId is null || type is null)
        {
            Strange.Add((new RecordOrigin(topic, partition, offset, time), type));
            return;
        }

        if (!partitionOf.TryAdd(orderId.Value, partition) && partitionOf[orderId.Value] is var other
            && other != partition)
            Spread.Add(new(orderId.Value, $"{topic}, partitions {other} and {partition}"));
        var message = new MessageOnTopic(orderId.Value, type, partition, offset, time, hash);
        if (!Messages.TryAdd(id.Value, message) && Messages[id.Value] is var first && !message.IsSameAs(first))
            Altered.Add(new(id.Value, $"{topic}/{partition}/{offset} is not what {first.Offset} was"));
    }
}

/// <param name="OrderId">The key.</param>
/// <param name="Type">The name on the wire.</param>
/// <param name="Partition">Where it came first.</param>
/// <param name="Offset">Where it came first.</param>
/// <param name="Time">When it came first.</param>
/// <param name="Hash">Of the value.</param>
internal readonly record struct MessageOnTopic(
    Guid OrderId, string Type, int Partition, long Offset, DateTime Time, ulong Hash)
{
    public bool IsSameAs(MessageOnTopic other) =>
        (OrderId, Type, Hash) == (other.OrderId, other.Type, other.Hash);
}

/// <param name="Begin">The oldest offset.</param>
/// <param name="End">The next to be written.</param>
/// <param name="Committed">The next that the group reads.</param>
internal readonly record struct TopicPosition(long Begin, long End, long Committed);

/// <summary>Where a record lies. Its time tells it from one of an earlier topic of that name.</summary>
internal readonly record struct RecordOrigin(string Topic, int Partition, long Offset, DateTime Time);

/// <param name="Key">As it is.</param>
/// <param name="Headers">As <see cref="Messaging.MessageHeaders.Encode"/> writes them.</param>
/// <param name="Value">As it is; empty where there is none.</param>
internal sealed record RecordBytes(byte[]? Key, byte[] Headers, byte[] Value)
{
    public bool IsSameAs(RecordBytes other) =>
        Value.AsSpan().SequenceEqual(other.Value) && Headers.AsSpan().SequenceEqual(other.Headers)
        && Key.AsSpan().SequenceEqual(other.Key);
}
