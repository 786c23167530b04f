using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Messaging;

namespace Tests.Messaging;

/// <summary>
/// A broker that the rider's tests run on. They share it, and keep out of each other's way by the names of their topics
/// and groups.
/// </summary>
internal abstract class Broker
{
    public const int Partitions = 3;

    private readonly Lazy<IProducer<byte[]?, byte[]?>> producer;

    protected Broker() => producer = new(() => new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
    {
        BootstrapServers = BootstrapServers,
        Partitioner = Partitioner.Murmur2Random,
        LingerMs = 0,
    }).Build());

    /// <summary>The one inside this process.</summary>
    public static Broker Embedded { get; } = new OfThisProcess();

    /// <summary>Apache Kafka.</summary>
    public static Broker Kafka { get; } = new ApacheKafka();

    /// <summary>For fixtures that run on every one.</summary>
    public static IEnumerable<TestFixtureData> All
    {
        get
        {
            yield return Fixtures.On(Embedded, "Integration");
            yield return Fixtures.On(Kafka, "Kafka");
        }
    }

    public abstract string BootstrapServers { get; }

    public abstract void CreateTopic(string topic);

    /// <summary>A name that no other test has.</summary>
    public static string NewName(string kind) => $"{kind}-{Guid.NewGuid():N}"[..(kind.Length + 9)];

    public string NewTopic(string kind = "events")
    {
        var topic = NewName(kind);
        CreateTopic(topic);
        return topic;
    }

    /// <summary>Writes a record as it is; without a partition its key decides.</summary>
    public async Task<TopicPartitionOffset> Write(
        string topic, byte[]? key, byte[]? value, MessageHeaders headers, int? partition = null,
        Timestamp time = default)
    {
        var written = new Headers();
        foreach (var (name, header) in headers.All)
            written.Add(name, header);
        var message = new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = written, Timestamp = time };
        var result = await (partition is { } number
            ? producer.Value.ProduceAsync(new TopicPartition(topic, number), message)
            : producer.Value.ProduceAsync(topic, message)).InTime();
        return result.TopicPartitionOffset;
    }

    public Task<TopicPartitionOffset> Write(OutgoingMessage record, int? partition = null) =>
        Write(record.Topic, record.Key, record.Value, record.Headers, partition);

    /// <summary>Everything on a topic so far, in the order of its partitions. Joins no group.</summary>
    public List<ConsumeResult<byte[]?, byte[]?>> Read(string topic) =>
        RecordsOnTopics.ReadAsTheyAre(BootstrapServers, topic);

    /// <summary>
    /// The offsets that a group has committed, over all partitions: how many records it is done with.
    /// </summary>
    public long Committed(string topic, string group)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = BootstrapServers,
            GroupId = group,
        }).Build();
        var partitions = Enumerable.Range(0, Partitions).Select(partition => new TopicPartition(topic, partition));
        return consumer.Committed(partitions, TimeSpan.FromSeconds(60)).Sum(offset => Math.Max(0, offset.Offset.Value));
    }

    /// <summary>Ends what was started for the tests.</summary>
    public virtual void Stop()
    {
        if (producer.IsValueCreated)
            producer.Value.Dispose();
    }

    private sealed class OfThisProcess : Broker
    {
        private readonly Lazy<EmbeddedBroker> broker = new(() => new EmbeddedBroker(Partitions));

        public override string BootstrapServers => broker.Value.BootstrapServers;

        public override void CreateTopic(string topic) => broker.Value.CreateTopic(topic);

        public override void Stop()
        {
            base.Stop();
            if (broker.IsValueCreated)
                broker.Value.Dispose();
        }

        public override string ToString() => "embedded broker";
    }

    private sealed class ApacheKafka : Broker
    {
        private readonly Lazy<IAdminClient> admin = new(() => KafkaCluster.Shared.OpenAdmin());

        public override string BootstrapServers => KafkaCluster.Shared.BootstrapServers;

        public override void CreateTopic(string topic) => admin.Value
            .CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = Partitions }])
            .GetAwaiter().GetResult();

        public override void Stop()
        {
            base.Stop();
            if (admin.IsValueCreated)
                admin.Value.Dispose();
        }

        public override string ToString() => "Apache Kafka";
    }
}
