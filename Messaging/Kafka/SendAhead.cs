namespace Messaging;

/// <summary>
/// How far records are sent ahead of their readers. The embedded broker keeps at most 5 MB a partition and drops the
/// oldest, read or not; what is not sent waits safely in the outbox. In worst case one partition gets it all.
/// </summary>
internal sealed class SendAhead
{
    private const long MostBytes = 3_000_000;

    /// <summary>Headers and the broker's own bookkeeping, by estimate.</summary>
    private const int Overhead = 700;

    private readonly object gate = new();
    private readonly Dictionary<string, long> sent = [];
    private readonly Dictionary<(string Topic, string Group), long> read = [];

    /// <summary>A group that reads the topic; one without readers is not held back.</summary>
    public void AddReader(string topic, string group)
    {
        lock (gate)
            read.TryAdd((topic, group), sent.GetValueOrDefault(topic));
    }

    /// <summary>Answers whether a record may be sent now, and counts it.</summary>
    public bool TrySend(string topic, int? keyLength, int valueLength)
    {
        lock (gate)
        {
            var before = sent.GetValueOrDefault(topic);
            foreach (var ((readTopic, _), bytes) in read)
            {
                if (readTopic == topic && before - bytes > MostBytes)
                    return false;
            }

            sent[topic] = before + Size(keyLength, valueLength);
            return true;
        }
    }

    /// <summary>The record was not sent after all.</summary>
    public void Revoke(string topic, int? keyLength, int valueLength)
    {
        lock (gate)
            sent[topic] -= Size(keyLength, valueLength);
    }

    /// <summary>A reader has taken the record from the broker.</summary>
    public void Read(string topic, string group, int? keyLength, int valueLength)
    {
        lock (gate)
            read[(topic, group)] += Size(keyLength, valueLength);
    }

    private static long Size(int? keyLength, int valueLength) => Overhead + (keyLength ?? 0) + valueLength;
}
