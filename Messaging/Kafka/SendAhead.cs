namespace Messaging;

/// <summary>
/// How far records are sent ahead of their readers. The embedded broker keeps at most 5 MB a partition and drops the
/// oldest, read or not; what is not sent waits safely in the outbox. In worst case one partition gets it all.
/// </summary>
internal sealed class SendAhead
{
    /// <summary>
    /// Twice as much still fits: what a producer that was replaced had under way may be on the broker or not.
    /// </summary>
    private const long MostBytes = 2_400_000;

    /// <summary>Headers and the broker's own bookkeeping, by estimate.</summary>
    private const int Overhead = 700;

    private readonly object gate = new();
    private readonly Dictionary<string, Sent> sent = [];
    private readonly Dictionary<(string Topic, string Group), Read> read = [];

    /// <summary>A group that reads the topic; one without readers is not held back.</summary>
    public void AddReader(string topic, string group)
    {
        lock (gate)
            read.TryAdd((topic, group), new Read { Bytes = SentOf(topic).Bytes });
    }

    /// <summary>Answers whether a record may be sent now, and counts it.</summary>
    public bool TrySend(string topic, int? keyLength, int valueLength)
    {
        lock (gate)
        {
            var on = SentOf(topic);
            foreach (var ((readTopic, _), reader) in read)
            {
                if (readTopic == topic && on.Bytes - reader.Bytes > MostBytes)
                    return false;
            }

            on.Bytes += Size(keyLength, valueLength);
            on.Unreported += Size(keyLength, valueLength);
            return true;
        }
    }

    /// <summary>The producer has told what became of the record.</summary>
    public void Report(string topic, int? keyLength, int valueLength, bool hasArrived)
    {
        lock (gate)
        {
            var on = SentOf(topic);
            on.Unreported = Math.Max(0, on.Unreported - Size(keyLength, valueLength));
            if (!hasArrived)
                on.Bytes -= Size(keyLength, valueLength);
        }
    }

    /// <summary>The producer is another one: of what was not reported nothing will be.</summary>
    public void ForgetUnreported()
    {
        lock (gate)
        {
            foreach (var on in sent.Values)
                (on.Bytes, on.Unreported) = (on.Bytes - on.Unreported, 0);
        }
    }

    /// <summary>
    /// A reader has taken the record from the broker; one that is read again after a pause counts once.
    /// </summary>
    public void Took(string topic, string group, int partition, long offset, int? keyLength, int valueLength)
    {
        lock (gate)
        {
            var reader = read[(topic, group)];
            if (offset <= reader.Last.GetValueOrDefault(partition, -1))
                return;
            reader.Last[partition] = offset;
            reader.Bytes = Math.Min(reader.Bytes + Size(keyLength, valueLength), SentOf(topic).Bytes);
        }
    }

    private Sent SentOf(string topic)
    {
        if (!sent.TryGetValue(topic, out var on))
            sent.Add(topic, on = new Sent());
        return on;
    }

    private static long Size(int? keyLength, int valueLength) => Overhead + (keyLength ?? 0) + valueLength;

    private sealed class Sent
    {
        public long Bytes { get; set; }

        public long Unreported { get; set; }
    }

    private sealed class Read
    {
        public long Bytes { get; set; }

        public Dictionary<int, long> Last { get; } = [];
    }
}
