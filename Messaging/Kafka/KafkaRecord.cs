using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;

namespace Messaging;

/// <summary>A record as it was read, with the assignment it was read under.</summary>
internal sealed class KafkaRecord(ConsumeResult<byte[]?, byte[]?> result, string topic, PartitionAssignment assignment)
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private MessageHeaders? headers;

    /// <summary>The topic without the prefix of this installation.</summary>
    public string Topic => topic;

    public PartitionAssignment Assignment => assignment;

    public int Partition => result.Partition.Value;

    public long Offset => result.Offset.Value;

    /// <summary>
    /// When it was written, as the broker says, or the producer where the topic is so configured, who may say anything:
    /// the nearest that is a time.
    /// </summary>
    public DateTime Time
    {
        get
        {
            var written = result.Message.Timestamp.UnixTimestampMs;
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(written, Earliest, Latest)).UtcDateTime;
        }
    }

    public byte[]? Key => result.Message.Key;

    /// <summary>Records of the same are handled in sequence; one without a key waits for no other.</summary>
    public byte[] ChainKey => Key ?? [.. BitConverter.GetBytes(Partition), .. BitConverter.GetBytes(Offset)];

    public byte[]? Value => result.Message.Value;

    /// <summary>Of key and value, in bytes.</summary>
    public int Size => (Key?.Length ?? 0) + (Value?.Length ?? 0);

    public MessageHeaders Headers => headers ??= Read(result.Message.Headers);

    /// <summary>A message as if it had been read, by whoever reads without a client.</summary>
    internal static KafkaRecord Of(
        OutgoingMessage message, PartitionAssignment assignment, long offset, DateTimeOffset time) => new(
        new ConsumeResult<byte[]?, byte[]?>
        {
            TopicPartitionOffset = new TopicPartitionOffset(assignment.Partition, offset),
            Message = new()
            {
                Key = message.Key,
                Value = message.Value,
                Headers = HeadersOf(message),
                Timestamp = new Timestamp(time),
            },
        },
        message.Topic, assignment);

    internal static Headers HeadersOf(OutgoingMessage message)
    {
        var headers = new Headers();
        foreach (var (name, value) in message.Headers.All)
            headers.Add(name, value);
        return headers;
    }

    private static MessageHeaders Read(Headers? read)
    {
        var headers = new MessageHeaders(read?.Count ?? 0);
        if (read is null)
            return headers;
        for (var index = 0; index < read.Count; index++)
            headers.Add(read[index].Key, read[index].GetValueBytes());
        return headers;
    }
}

/// <summary>A partition for as long as this consumer holds it.</summary>
[SuppressMessage("Design", "CA1001",
    Justification = "Records under way hold the token; without a timer nothing is to be freed.")]
internal sealed class PartitionAssignment(TopicPartition partition)
{
    private readonly CancellationTokenSource revoked = new();
    private int running;
    private volatile bool isClosing;

    public TopicPartition Partition => partition;

    public OffsetTracker Offsets { get; } = new();

    /// <summary>Set when the partition is taken away or the consumer stops: nothing new of it begins.</summary>
    public CancellationToken Revoked => revoked.Token;

    /// <summary>How many of its records are being handled.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Answers false where nothing new begins; then there is no <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        Interlocked.Increment(ref running);
        if (!isClosing)
            return true;
        End();
        return false;
    }

    public void End() => Interlocked.Decrement(ref running);

    /// <summary>Nothing new begins; what was begun may come to its end.</summary>
    public void Close() => isClosing = true;

    /// <summary>What was begun is abandoned.</summary>
    public void Revoke()
    {
        isClosing = true;
        revoked.Cancel();
    }
}
