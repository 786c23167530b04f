using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Orders.Testing;

namespace Tests;

/// <summary>How far consumer groups have read some topics, and where those end: as an operator sees it.</summary>
internal sealed class GroupOffsets(KafkaCluster kafka, IReadOnlyList<string> topics) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IAdminClient admin = kafka.OpenAdmin();

    /// <summary>Where each partition ends.</summary>
    public async Task<Dictionary<TopicPartition, long>> Ends()
    {
        var partitions = admin.GetMetadata(Patience).Topics.Where(topic => topics.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(
                partition => new TopicPartition(topic.Topic, partition.PartitionId)));
        var ends = await admin.ListOffsetsAsync(
            [.. partitions.Select(partition => new TopicPartitionOffsetSpec
            {
                TopicPartition = partition,
                OffsetSpec = OffsetSpec.Latest(),
            })],
            new ListOffsetsOptions { RequestTimeout = Patience });
        return ends.ResultInfos.ToDictionary(
            info => info.TopicPartitionOffsetError.TopicPartition,
            info => info.TopicPartitionOffsetError.Offset.Value);
    }

    /// <summary>A group that nobody is a member of begins again with the first record of each topic.</summary>
    public async Task ToTheBeginning(string group)
    {
        var beginnings = (await Ends()).Keys.Select(partition => new TopicPartitionOffset(partition, 0)).ToList();
        await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, beginnings)]);
    }

    /// <summary>Waits until a group has read all there is.</summary>
    public Task<long> AllIsRead(string group) => new OrdersClient(new HttpClient()).WaitFor(
        $"{group} to have read all there is", () => Unread(group), unread => unread == 0);

    /// <summary>How many records a group has not read, or has not said that it has.</summary>
    public async Task<long> Unread(string group)
    {
        var committed = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, null)]);
        var offsets = committed.Single().Partitions.ToDictionary(
            partition => partition.TopicPartition, partition => partition.Offset.Value);
        return (await Ends()).Sum(end => end.Value - Math.Max(0, offsets.GetValueOrDefault(end.Key)));
    }

    public void Dispose() => admin.Dispose();
}
