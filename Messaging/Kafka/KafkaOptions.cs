using System.ComponentModel.DataAnnotations;
using Confluent.Kafka;

namespace Messaging;

/// <summary>How this process reaches Kafka; section <c>Kafka</c> of the configuration.</summary>
public sealed class KafkaOptions
{
    internal const int DefaultPartitions = 12;

    /// <summary>Host and port of some brokers; empty: the embedded broker.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>Put before every topic's name, to share a cluster. Default none.</summary>
    public string TopicPrefix { get; set; } = "";

    /// <summary>Partitions of topics that are made here. Default 12; 3 on the embedded broker.</summary>
    [Range(1, 10_000)]
    public int? Partitions { get; set; }

    /// <summary>Copies of topics that are made here. Default 3, or as many as there are brokers.</summary>
    [Range(1, 100)]
    public short? Replication { get; set; }

    /// <summary>
    /// Further settings of the client, by librdkafka's names with dots written as underscores: TLS, SASL and the like.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>();

    /// <summary>Whether the embedded broker may be used outside Development. Default no: it keeps nothing.</summary>
    public bool AllowEmbedded { get; set; }

    /// <summary>
    /// Unfinished messages of one endpoint; beyond it the consumer pauses. Default 2,000: four groups.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 2_000;

    /// <summary>
    /// Bytes of them. Ours have some hundred each; foreign ones may have as many as a broker takes. Less in tests only.
    /// </summary>
    internal long MaxBytesInFlight { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>
    /// The pauses between attempts at a message that fails while everything else works; then it is dead-lettered. Only
    /// messages of its own key wait meanwhile. Default: three times at once, then up to two minutes in all. Empty: no
    /// further attempts.
    /// </summary>
    public IReadOnlyList<TimeSpan>? RetryAfter { get; set; }

    /// <summary>How long a stop waits for messages under way. Default 10 s.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After what silence a member of a group counts as dead. Default 6 s, the least that brokers allow by default
    /// (<c>group.min.session.timeout.ms</c>).
    /// </summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    internal IReadOnlyList<TimeSpan> Retries => RetryAfter ?? DefaultRetryAfter;

    private static IReadOnlyList<TimeSpan> DefaultRetryAfter { get; } =
    [
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(100),
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9),
        TimeSpan.FromSeconds(27), TimeSpan.FromSeconds(80),
    ];

    internal int PartitionCount => Partitions ?? (IsEmbedded ? 3 : DefaultPartitions);

    internal short CopiesOn(int brokers) => Replication ?? (short)Math.Min(3, brokers);

    internal bool IsEmbedded => BootstrapServers.Length == 0;

    /// <summary>Settings on which safety rests are written here, never left to a default.</summary>
    internal ProducerConfig Producer(string servers) => WithClient(new ProducerConfig
    {
        BootstrapServers = servers,
        Acks = Acks.All,
        EnableIdempotence = true,
        // A message that times out alone would be skipped: the next of its key would overtake it.
        MessageTimeoutMs = 0,
        // As Java's producers do, so that a key has one partition whoever writes it.
        Partitioner = Partitioner.Murmur2Random,
        LingerMs = IsEmbedded ? 2 : 5,
        CompressionType = IsEmbedded ? CompressionType.None : CompressionType.Lz4,
        StickyPartitioningLingerMs = 0,
        QueueBufferingMaxMessages = 100_000,
        DeliveryReportFields = "none",
        SocketTimeoutMs = 10_000,
        SocketKeepaliveEnable = true,
    });

    internal ConsumerConfig Consumer(string servers, string topic, string group) => WithClient(new ConsumerConfig
    {
        BootstrapServers = servers,
        // On the embedded broker a member that joins a group late waits nearly a whole session time-out, so each has
        // its own.
        GroupId = IsEmbedded ? $"{group}.{topic}" : group,
        // Offsets follow work that is done: the client commits what it was given to store, in the background and when
        // partitions go. To commit and wait for the answer would wait for ever where the broker hangs meanwhile.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = 500,
        // A group's first start must not skip what was written before it.
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        // Behind the last record may be what is none, the end of a foreign transaction: that is done as well.
        EnablePartitionEof = true,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = (int)SessionTimeout.TotalMilliseconds,
        // With its heartbeat a member learns that it has to give a partition up or may take one.
        HeartbeatIntervalMs = (int)(SessionTimeout.TotalMilliseconds * 0.1),
        // After it the client joins anew where the embedded broker has forgotten that it was asked to let it join: a
        // member that stood still for longer than the session.
        MaxPollIntervalMs = IsEmbedded ? (int)SessionTimeout.TotalMilliseconds + 5_000 : 300_000,
        // The embedded broker waits this long even where records arrive meanwhile.
        FetchWaitMaxMs = IsEmbedded ? 10 : 50,
        QueuedMaxMessagesKbytes = 16_384,
        ConsumeResultFields = "headers,topic,timestamp",
        SocketTimeoutMs = 10_000,
        SocketKeepaliveEnable = true,
    });

    internal AdminClientConfig Admin(string servers) => WithClient(new AdminClientConfig
    {
        BootstrapServers = servers,
        SocketTimeoutMs = 10_000,
    });

    private T WithClient<T>(T config)
        where T : ClientConfig
    {
        foreach (var (name, value) in Client)
            config.Set(name.Replace('_', '.'), value);
        return config;
    }
}
