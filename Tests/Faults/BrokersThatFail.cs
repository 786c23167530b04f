using Confluent.Kafka.Admin;
using Contracts;

namespace Tests.Faults;

/// <summary>
/// One of three brokers fails while orders keep coming: it is noticed for as long as the others take to replace it.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class BrokersThatFail
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private KafkaCluster kafka;
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_three_brokers()
    {
        kafka = new KafkaCluster(nodes: 3);
        services = await FourServices.Start(kafka, PostgresServer.Shared);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (services?.DisposeAsync() ?? default);
        kafka?.Dispose();
    }

    [Test]
    [Order(1)]
    public void Each_has_a_copy_of_every_partition()
    {
        using var admin = kafka.OpenAdmin();
        var topics = admin.GetMetadata(TimeSpan.FromSeconds(60)).Topics.ToDictionary(topic => topic.Topic);

        foreach (var topic in Topics.All)
        {
            Assert.That(
                topics[services.TopicPrefix + topic].Partitions.Select(partition => partition.Replicas.Length),
                Is.All.EqualTo(3), topic);
        }
    }

    [Test]
    [Order(1)]
    public async Task Two_of_them_have_to_have_a_record_before_it_counts()
    {
        using var admin = kafka.OpenAdmin();
        var settings = await admin.DescribeConfigsAsync(Topics.All.Select(topic =>
            new ConfigResource { Type = ResourceType.Topic, Name = services.TopicPrefix + topic }));

        Assert.That(
            settings.Select(setting => setting.Entries["min.insync.replicas"].Value), Is.All.EqualTo("2"));
    }

    /// <summary>Each leads some partitions, and one the cluster.</summary>
    [Test]
    [Order(2)]
    public Task Each_is_killed_in_turn() => Survive(
        async node =>
        {
            kafka.Kill(node);
            await Fault.Lasts(TimeSpan.FromSeconds(5));
            kafka.Up(node);
        },
        nodes: 3, longest: TimeSpan.FromSeconds(45));

    [Test]
    [Order(3)]
    public Task One_hangs() => Survive(
        async node =>
        {
            kafka.Freeze(node);
            await Fault.Lasts(TimeSpan.FromSeconds(20));
            kafka.Thaw(node);
        },
        nodes: 1, longest: TimeSpan.FromSeconds(45));

    /// <summary>
    /// Waits after each failure until the orders that came meanwhile have ended, so that no two fail at a time.
    /// </summary>
    private async Task Survive(Func<int, Task> fail, int nodes, TimeSpan longest)
    {
        var load = new MixedLoad(_ => services.Orders());
        for (var node = 1; node <= nodes; node++)
        {
            var before = load.Accepted.Count;
            await load.While(() => fail(node), Pause);
            Assert.That(load.Accepted, Has.Count.GreaterThan(before + 20), "orders came all the while");
            await services.AllEnded();
        }

        var silence = services.LongestSilence();
        TestContext.Out.WriteLine($"{load.Accepted.Count} orders; the longest silence {silence.TotalSeconds:0.0} s");
        Assert.That(silence, Is.LessThan(longest));
        var statuses = await load.Statuses(services.Orders());
        LedgerReader.Agrees(services.LedgerFolder, load, statuses);
        TopicReader.Agrees(kafka.BootstrapServers, services.TopicPrefix, statuses);
    }
}
