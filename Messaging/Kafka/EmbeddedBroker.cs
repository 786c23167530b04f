using System.Runtime.InteropServices;
using System.Text;

namespace Messaging;

/// <summary>
/// A Kafka broker inside this process: librdkafka's mock cluster. It listens on loopback and speaks the real protocol,
/// and it forgets everything when the process ends: it is safe because the database is the truth and asks again.
/// </summary>
public sealed partial class EmbeddedBroker : IDisposable
{
    private const int Producer = 0;
    private readonly IntPtr client;
    private readonly IntPtr cluster;
    private readonly int partitions;
    private readonly HashSet<string> topics = [];

    static EmbeddedBroker() => NativeClient.Register();

    /// <param name="partitions">Of each topic; each costs requests.</param>
    public EmbeddedBroker(int partitions)
    {
        this.partitions = partitions;
        var error = new byte[512];
        // The client only carries the cluster and connects to nothing, which it would complain about.
        var configuration = NewConfiguration();
        Set(configuration, "log_level", "3", error, (nuint)error.Length);
        client = NewClient(Producer, configuration, error, (nuint)error.Length);
        if (client == IntPtr.Zero)
            throw new InvalidOperationException(
                $"The embedded broker did not start: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        using (new BlockedSignals())
            cluster = NewCluster(client, 1);

        // By default the first member of a group waits 3 s for others.
        SetInitialRebalanceDelay(cluster, 0);
        BootstrapServers = Marshal.PtrToStringUTF8(Bootstraps(cluster))!;
    }

    /// <summary>Where clients of this process, or of a console beside it, connect.</summary>
    public string BootstrapServers { get; }

    /// <summary>Makes a topic; one that is there stays as it is.</summary>
    public void CreateTopic(string topic)
    {
        if (!topics.Add(topic))
            return;
        var error = NewTopic(cluster, topic, partitions, 1);
        if (error != 0)
            throw new InvalidOperationException($"The embedded broker did not create topic '{topic}': error {error}.");
    }

    /// <summary>Refuses all connections, or takes them again: how tests take Kafka away.</summary>
    internal void SetDown(bool isDown)
    {
        const int onlyBroker = 1;
        _ = isDown ? SetBrokerDown(cluster, onlyBroker) : SetBrokerUp(cluster, onlyBroker);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DestroyCluster(cluster);
        DestroyClient(client);
    }

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_conf_new")]
    private static partial IntPtr NewConfiguration();

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(IntPtr configuration, string name, string value, byte[] error, nuint errorSize);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_new")]
    private static partial IntPtr NewClient(int type, IntPtr configuration, byte[] error, nuint errorSize);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_destroy")]
    private static partial void DestroyClient(IntPtr client);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial IntPtr NewCluster(IntPtr client, int brokers);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void DestroyCluster(IntPtr cluster);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial IntPtr Bootstraps(IntPtr cluster);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    private static partial void SetInitialRebalanceDelay(IntPtr cluster, int milliseconds);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetBrokerDown(IntPtr cluster, int broker);

    [LibraryImport(NativeClient.Name, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetBrokerUp(IntPtr cluster, int broker);

    [LibraryImport(
        NativeClient.Name, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NewTopic(IntPtr cluster, string topic, int partitions, int replication);
}
