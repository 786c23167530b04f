using Confluent.Kafka;
using Messaging;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HowFarAGroupIs : IDisposable
{
    private readonly Broker broker;
    private readonly string topic;
    private readonly string group = Broker.NewName("group");
    private readonly KafkaConnection connection;
    private readonly ReadProgress progress;

    public HowFarAGroupIs(Broker broker)
    {
        this.broker = broker;
        topic = broker.NewTopic();
        connection = new KafkaConnection(
            Options.Create(new KafkaOptions { BootstrapServers = broker.BootstrapServers }), LedgerMessages.Catalogue);
        progress = new ReadProgress(connection, topic, group);
    }

    /// <summary>One broker says that a topic is there before the next knows, or leads its partitions.</summary>
    [SetUp]
    public Task Given_a_topic_whose_partitions_are_led() => Eventually.Holds(
        () =>
        {
            try
            {
                return progress.Ends().Count == Broker.Partitions;
            }
            catch (KafkaException exception)
                when (exception.Error.Code is ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable
                    or ErrorCode.UnknownTopicOrPart)
            {
                return false;
            }
        },
        "every partition has a leader");

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
        using var stopped = new EmbeddedBroker(Broker.Partitions);
        stopped.CreateTopic("events");
        using var other = new KafkaConnection(
            Options.Create(new KafkaOptions { BootstrapServers = stopped.BootstrapServers }), LedgerMessages.Catalogue);
        using var away = new ReadProgress(other, "events", group);
        Assert.That(away.Ends(), Has.Count.EqualTo(Broker.Partitions));

        stopped.SetDown(true);

        Assert.That(() => away.Ends(), Throws.InstanceOf<KafkaException>());
    }

    public void Dispose()
    {
        progress.Dispose();
        connection.Dispose();
    }

    private Task<TopicPartitionOffset> Write(int partition) =>
        broker.Write(topic, [1], [2], new MessageHeaders(0), partition);

    private void Commit(int partition, long offset)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = group,
        }).Build();
        consumer.Commit([new TopicPartitionOffset(topic, partition, offset)]);
    }

    private IEnumerable<long> Ends() => progress.Ends().OrderBy(end => end.Key.Partition).Select(end => end.Value);

    private IEnumerable<long> Done() => progress.Done().OrderBy(done => done.Key.Partition).Select(done => done.Value);
}
