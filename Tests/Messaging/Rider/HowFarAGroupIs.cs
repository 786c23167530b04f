using Confluent.Kafka;
using Messaging;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HowFarAGroupIs : IDisposable
{
    private readonly string topic = Brokers.NewTopic();
    private readonly KafkaConnection connection = new(
        Options.Create(new KafkaOptions { BootstrapServers = Brokers.Shared.BootstrapServers }),
        LedgerMessages.Catalogue);

    private readonly ReadProgress progress;
    private readonly string group = Brokers.NewName("group");

    public HowFarAGroupIs() => progress = new ReadProgress(connection, topic, group);

    [Test]
    public void On_an_empty_topic_there_is_nothing_to_do()
    {
        Assert.That(Ends(), Is.EqualTo(new long[] { 0, 0, 0 }));
        Assert.That(Done(), Is.EqualTo(new long[] { 0, 0, 0 }));
    }

    [Test]
    public async Task Records_count_as_done_once_they_are_committed()
    {
        await Write(partition: 1);
        await Write(partition: 1);
        await Write(partition: 2);
        Assert.That(Ends(), Is.EqualTo(new long[] { 0, 2, 1 }));
        Assert.That(Done(), Is.EqualTo(new long[] { 0, 0, 0 }));

        Commit(partition: 1, offset: 2);

        Assert.That(Ends(), Is.EqualTo(new long[] { 0, 2, 1 }));
        Assert.That(Done(), Is.EqualTo(new long[] { 0, 2, 0 }));
    }

    [Test]
    public async Task A_broker_that_is_away_says_so()
    {
        using var broker = new EmbeddedBroker(Brokers.Partitions);
        broker.CreateTopic("events");
        using var other = new KafkaConnection(
            Options.Create(new KafkaOptions { BootstrapServers = broker.BootstrapServers }), LedgerMessages.Catalogue);
        using var away = new ReadProgress(other, "events", group);
        Assert.That(away.Ends(), Has.Count.EqualTo(Brokers.Partitions));

        broker.SetDown(true);

        Assert.That(() => away.Ends(), Throws.InstanceOf<KafkaException>());
    }

    public void Dispose()
    {
        progress.Dispose();
        connection.Dispose();
    }

    private Task<TopicPartitionOffset> Write(int partition) =>
        Brokers.Write(topic, [1], [2], new MessageHeaders(0), partition);

    private void Commit(int partition, long offset)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Brokers.Shared.BootstrapServers,
            GroupId = group,
        }).Build();
        consumer.Commit([new TopicPartitionOffset(topic, partition, offset)]);
    }

    private IEnumerable<long> Ends() => progress.Ends().OrderBy(end => end.Key.Partition).Select(end => end.Value);

    private IEnumerable<long> Done() => progress.Done().OrderBy(done => done.Key.Partition).Select(done => done.Value);
}
