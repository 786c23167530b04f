using System.Buffers.Text;
using System.Security.Cryptography;
using Confluent.Kafka;
using Messaging;

namespace Orders.Testing;

/// <summary>Reads a topic from its oldest record to what is its end now.</summary>
/// <param name="kafka">Where it is.</param>
/// <param name="wanted">Of which records the bytes are kept.</param>
internal sealed class TopicReader(KafkaOptions kafka, IReadOnlySet<RecordOrigin> wanted)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Nobody is assigned anything here; a record asks for it.</summary>
    private readonly PartitionAssignment nobody = new(new TopicPartition("", 0));

    /// <param name="topic">Without the prefix.</param>
    /// <param name="group">Whose position counts.</param>
    /// <exception cref="TopicsUnreadableException">It is not there, or nobody answers.</exception>
    public TopicContent Read(string topic, string group)
    {
        var config = kafka.Consumer(kafka.BootstrapServers, topic, group);
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        try
        {
            var content = new TopicContent(topic);
            var partitions = Find(consumer, kafka.TopicPrefix + topic, content);
            ReadAll(consumer, partitions, content);
            return content;
        }
        catch (KafkaException exception)
        {
            throw new TopicsUnreadableException(
                $"Topic '{kafka.TopicPrefix + topic}' at '{kafka.BootstrapServers}' cannot be read: "
                + exception.Error.Reason);
        }
    }

    private static List<TopicPartition> Find(
        IConsumer<byte[]?, byte[]?> consumer, string name, TopicContent content)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var metadata = admin.GetMetadata(name, Patience).Topics.Single();
        if (metadata.Error.IsError)
            throw new KafkaException(metadata.Error);
        var partitions = metadata.Partitions.ConvertAll(
            partition => new TopicPartition(name, partition.PartitionId));
        foreach (var committed in consumer.Committed(partitions, Patience))
        {
            var there = consumer.QueryWatermarkOffsets(committed.TopicPartition, Patience);
            content.Positions[committed.Partition.Value] = new TopicPosition(
                there.Low.Value, there.High.Value,
                committed.Offset.IsSpecial ? there.Low.Value : committed.Offset.Value);
        }

        return partitions;
    }

    private void ReadAll(
        IConsumer<byte[]?, byte[]?> consumer, List<TopicPartition> partitions, TopicContent content)
    {
        var unread = content.Positions.Where(partition => partition.Value.Begin < partition.Value.End)
            .Select(partition => partition.Key).ToHashSet();
        consumer.Assign(partitions.Where(partition => unread.Contains(partition.Partition.Value)).Select(
            partition => new TopicPartitionOffset(partition, content.Positions[partition.Partition.Value].Begin)));
        while (unread.Count > 0)
        {
            var record = consumer.Consume(Patience) ?? throw new TopicsUnreadableException(
                $"Topic '{kafka.TopicPrefix + content.Topic}': no record and no end within {Patience.TotalSeconds} s.");
            var partition = record.Partition.Value;
            var end = content.Positions[partition].End;
            if (!record.IsPartitionEOF && record.Offset.Value < end)
                Add(content, record);
            if (record.IsPartitionEOF || record.Offset.Value >= end - 1)
                unread.Remove(partition);
        }
    }

    private void Add(TopicContent content, ConsumeResult<byte[]?, byte[]?> read)
    {
        var record = new KafkaRecord(read, content.Topic, nobody);
        var origin = new RecordOrigin(content.Topic, record.Partition, record.Offset, record.Time);
        if (wanted.Contains(origin))
            content.Origins[origin] = new RecordBytes(record.Key, record.Headers.Encode(), record.Value ?? []);
        content.Add(
            record.Partition, record.Offset, record.Time, WireFormat.IdOf(record.Headers), OrderOf(record.Key),
            TypeOf(record.Headers), BitConverter.ToUInt64(SHA256.HashData(record.Value ?? [])));
    }

    private static Guid? OrderOf(byte[]? key) =>
        Utf8Parser.TryParse(key, out Guid id, out var length, 'D') && length == key!.Length ? id : null;

    /// <summary>Kept once: there are few, and they come again and again.</summary>
    private static string? TypeOf(MessageHeaders headers) =>
        headers.Text(WireFormat.TypeName) is { } name ? string.Intern(name) : null;
}
