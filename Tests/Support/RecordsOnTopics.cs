using System.Text;
using Confluent.Kafka;

namespace Tests;

/// <summary>A record as anybody reads it.</summary>
internal sealed record RecordOnTopic(string Topic, string Key, string Value, IReadOnlyDictionary<string, string> Headers);

/// <summary>Reads topics from the beginning to the end, as a member of no group.</summary>
internal static class RecordsOnTopics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static List<RecordOnTopic> Read(string bootstrapServers, params IEnumerable<string> topics)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "none",
            EnableAutoCommit = false,
        }).Build();
        return [.. topics.SelectMany(topic => Read(consumer, topic))];
    }

    private static IEnumerable<RecordOnTopic> Read(IConsumer<byte[]?, byte[]?> consumer, string topic)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        foreach (var partition in admin.GetMetadata(topic, Patience).Topics.Single().Partitions)
        {
            var source = new TopicPartition(topic, partition.PartitionId);
            var (low, high) = (consumer.QueryWatermarkOffsets(source, Patience).Low, consumer.QueryWatermarkOffsets(source, Patience).High);
            consumer.Assign(new TopicPartitionOffset(source, low));
            for (var offset = low.Value; offset < high.Value; offset++)
            {
                var record = consumer.Consume(Patience) ?? throw new TimeoutException($"{topic}/{partition.PartitionId}/{offset} cannot be read.");
                yield return new RecordOnTopic(
                    topic, Text(record.Message.Key), Text(record.Message.Value),
                    record.Message.Headers.ToDictionary(header => header.Key, header => Text(header.GetValueBytes())));
            }
        }
    }

    private static string Text(byte[]? bytes) => bytes is null ? "" : Encoding.UTF8.GetString(bytes);
}
