using Confluent.Kafka;

namespace Messaging;

/// <summary>
/// Asks the broker how far a group is on a topic. It belongs to the group only by name: it reads nothing.
/// </summary>
internal sealed class ReadProgress(KafkaConnection connection, string topic, string group) : IReadProgress, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private AwakeClient<IConsumer<byte[]?, byte[]?>>? client;
    private IAdminClient? admin;
    private List<TopicPartition> partitions = [];

    public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Ends()
    {
        partitions = FindPartitions();
        return Offsets(Offset.End);
    }

    /// <summary>A partition of which nothing was ever committed is done where nothing is on it.</summary>
    public IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Done()
    {
        var committed = Client.Committed(partitions, Patience);
        var begins = Offsets(Offset.Beginning).ToDictionary();
        return committed.ConvertAll(offset =>
        {
            var partition = (topic, offset.Partition.Value);
            var done = offset.Offset.IsSpecial ? 0 : offset.Offset.Value;
            return KeyValuePair.Create(partition, Math.Max(done, begins[partition]));
        });
    }

    /// <summary>Nobody waits for it: an administrator ends with a wait that no wake of its client reaches.</summary>
    public void Dispose() => Task.Run(() =>
    {
        admin?.Dispose();
        client?.Dispose();
    });

    private IConsumer<byte[]?, byte[]?> Client =>
        (client ??= new AwakeClient<IConsumer<byte[]?, byte[]?>>(Build(), connection)).Client;

    private IAdminClient Admin => admin ??= new DependentAdminClientBuilder(Client.Handle).Build();

    private IConsumer<byte[]?, byte[]?> Build() => new ConsumerBuilder<byte[]?, byte[]?>(
        connection.Options.Consumer(connection.BootstrapServers, topic, group))
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((_, _) => { })
        .Build();

    private List<TopicPartition> FindPartitions()
    {
        var metadata = Admin.GetMetadata(connection.Physical(topic), Patience).Topics.Single();
        if (metadata.Error.IsError)
            throw new KafkaException(metadata.Error);
        return metadata.Partitions.ConvertAll(partition => new TopicPartition(metadata.Topic, partition.PartitionId));
    }

    /// <summary>Begin and end are what the protocol calls times before all and behind all.</summary>
    private List<KeyValuePair<(string Topic, int Partition), long>> Offsets(Offset of)
    {
        var time = new Timestamp(of.Value, TimestampType.NotAvailable);
        return Client
            .OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, time)), Patience)
            .ConvertAll(offset => KeyValuePair.Create((topic, offset.Partition.Value), offset.Offset.Value));
    }
}
