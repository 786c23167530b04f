using System.Text;
using Confluent.Kafka;

namespace Tests;

/// <summary>A record as anybody reads it.</summary>
internal sealed record RecordOnTopic(
    string Topic, string Key, string Value, IReadOnlyDictionary<string, string> Headers);

/// <summary>Reads topics from the beginning to the end, as a member of no group.</summary>
internal static class RecordsOnTopics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static List<RecordOnTopic> Read(string bootstrapServers, params IEnumerable<string> topics) =>
    [
        .. topics.SelectMany(topic => ReadAsTheyAre(bootstrapServers, topic)).Select(record => new RecordOnTopic(
            record.Topic, Text(record.Message.Key), Text(record.Message.Value),
            record.Message.Headers.ToDictionary(header => header.Key, header => Text(header.GetValueBytes())))),
    ];

    /// <summary>One topic, in the order of its partitions.</summary>
    public static List<ConsumeResult<byte[]?, byte[]?>> ReadAsTheyAre(string bootstrapServers, string topic)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "none",
            EnableAutoCommit = false,
            FetchWaitMaxMs = 10,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        foreach (var partition in admin.GetMetadata(topic, Patience).Topics.Single().Partitions)
        {
            var source = new TopicPartition(topic, partition.PartitionId);
            var there = consumer.QueryWatermarkOffsets(source, Patience);
            consumer.Assign(new TopicPartitionOffset(source, there.Low));
            for (var offset = there.Low.Value; offset < there.High.Value; offset++)
            {
                records.Add(consumer.Consume(Patience)
                    ?? throw new TimeoutException($"{topic}/{partition.PartitionId}/{offset} cannot be read."));
            }
        }

        return records;
    }

    private static string Text(byte[]? bytes) => bytes is null ? "" : Encoding.UTF8.GetString(bytes);
}
