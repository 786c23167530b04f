using System.Text;
using Confluent.Kafka;
using Messaging;

namespace Tests.Messaging;

/// <summary>
/// One broker for all tests, which keep out of each other's way by the names of their topics and groups.
/// </summary>
internal static class Brokers
{
    public const int Partitions = 3;

    private static readonly Lazy<EmbeddedBroker> Started = new(() => new EmbeddedBroker(Partitions));

    private static readonly Lazy<IProducer<byte[]?, byte[]?>> Producer = new(() =>
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
        {
            BootstrapServers = Shared.BootstrapServers,
            Partitioner = Partitioner.Murmur2Random,
            LingerMs = 0,
        }).Build());

    public static EmbeddedBroker Shared => Started.Value;

    /// <summary>A name that no other test has.</summary>
    public static string NewName(string kind) => $"{kind}-{Guid.NewGuid():N}"[..(kind.Length + 9)];

    public static string NewTopic(string kind = "events")
    {
        var topic = NewName(kind);
        Shared.CreateTopic(topic);
        return topic;
    }

    /// <summary>Writes a record as it is; without a partition its key decides.</summary>
    public static async Task<TopicPartitionOffset> Write(
        string topic, byte[]? key, byte[]? value, MessageHeaders headers, int? partition = null)
    {
        var written = new Headers();
        foreach (var (name, header) in headers.All)
            written.Add(name, header);
        var message = new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = written };
        var result = await (partition is { } number
            ? Producer.Value.ProduceAsync(new TopicPartition(topic, number), message)
            : Producer.Value.ProduceAsync(topic, message)).InTime();
        return result.TopicPartitionOffset;
    }

    public static Task<TopicPartitionOffset> Write(OutgoingMessage record, int? partition = null) =>
        Write(record.Topic, record.Key, record.Value, record.Headers, partition);

    /// <summary>Everything on a topic so far, in the order of its partitions. Joins no group.</summary>
    public static List<ConsumeResult<byte[]?, byte[]?>> Read(string topic) =>
        RecordsOnTopics.ReadAsTheyAre(Shared.BootstrapServers, topic);

    /// <summary>
    /// The offsets that a group has committed, over all partitions: how many records it is done with.
    /// </summary>
    public static long Committed(string topic, string group)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(NewConfig(group)).Build();
        var partitions = Enumerable.Range(0, Partitions).Select(partition => new TopicPartition(topic, partition));
        return consumer.Committed(partitions, TimeSpan.FromSeconds(10)).Sum(offset => Math.Max(0, offset.Offset.Value));
    }

    public static string? Header(this ConsumeResult<byte[]?, byte[]?> record, string name) =>
        record.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    public static void Dispose()
    {
        if (Producer.IsValueCreated)
            Producer.Value.Dispose();
        if (Started.IsValueCreated)
            Started.Value.Dispose();
    }

    private static ConsumerConfig NewConfig(string group) => new()
    {
        BootstrapServers = Shared.BootstrapServers,
        GroupId = group,
        EnableAutoCommit = false,
        FetchWaitMaxMs = 10,
    };
}
