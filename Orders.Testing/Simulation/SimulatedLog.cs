using Messaging;

namespace Orders.Testing;

/// <summary>Kafka, as far as it counts: topics with partitions of records, and what groups have committed.</summary>
internal sealed class SimulatedLog
{
    public const int Partitions = 3;

    private readonly Dictionary<(string Topic, int Partition), List<OutgoingMessage>> records = [];
    private readonly Dictionary<(string Group, string Topic, int Partition), long> committed = [];
    private readonly Random ids;

    public SimulatedLog(Random ids, IReadOnlyList<string> topics)
    {
        this.ids = ids;
        Topics = topics;
        TopicIds = NewIds();
    }

    public IReadOnlyList<string> Topics { get; }

    /// <summary>Others after a wipe.</summary>
    public IReadOnlyDictionary<string, Guid> TopicIds { get; private set; }

    /// <summary>How many records there are, and ever were.</summary>
    public int Written { get; private set; }

    /// <summary>Where records of a key go.</summary>
    public static int PartitionOf(OutgoingMessage message)
    {
        var hash = new DeterministicHash();
        foreach (var value in message.Key!)
            hash.Add(value);
        return hash.Below(Partitions);
    }

    public void Append(OutgoingMessage message)
    {
        Of(message.Topic, PartitionOf(message)).Add(message);
        Written++;
    }

    public long End(string topic, int partition) => Of(topic, partition).Count;

    public OutgoingMessage Read(string topic, int partition, long offset) => Of(topic, partition)[(int)offset];

    public long CommittedOf(string group, string topic, int partition) =>
        committed.GetValueOrDefault((group, topic, partition));

    public void Commit(string group, string topic, int partition, long offset) =>
        committed[(group, topic, partition)] = offset;

    /// <summary>A group begins at the earliest record again.</summary>
    public void ForgetOffsets(string group, string topic, int partition) =>
        committed.Remove((group, topic, partition));

    /// <summary>Everything is lost: records, topics, offsets.</summary>
    public void Wipe()
    {
        records.Clear();
        committed.Clear();
        TopicIds = NewIds();
    }

    private List<OutgoingMessage> Of(string topic, int partition)
    {
        if (!records.TryGetValue((topic, partition), out var log))
            records.Add((topic, partition), log = []);
        return log;
    }

    private Dictionary<string, Guid> NewIds()
    {
        var bytes = new byte[16];
        return Topics.ToDictionary(topic => topic, _ =>
        {
            ids.NextBytes(bytes);
            return new Guid(bytes);
        });
    }

    /// <summary>The framework's own differs from process to process (FNV-1a).</summary>
    private struct DeterministicHash()
    {
        private uint state = 2_166_136_261;

        public void Add(byte value) => state = (state ^ value) * 16_777_619;

        public readonly int Below(int count) => (int)(state % (uint)count);
    }
}

/// <summary>How far a group is on a topic of the simulated log.</summary>
internal sealed class SimulatedProgress(SimulatedLog log, string topic, string group) : IReadProgress
{
    public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Ends() =>
        Of(partition => log.End(topic, partition));

    public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Done() =>
        Of(partition => log.CommittedOf(group, topic, partition));

    private List<KeyValuePair<(string Topic, int Partition), long>> Of(Func<int, long> offset) =>
        [.. Enumerable.Range(0, SimulatedLog.Partitions)
            .Select(partition => KeyValuePair.Create((topic, partition), offset(partition)))];
}
