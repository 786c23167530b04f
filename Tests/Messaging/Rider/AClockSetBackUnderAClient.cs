using Confluent.Kafka;
using Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

/// <summary>
/// librdkafka waits until a time of day. Whoever waits in it while the clock is set back would do so for as long as it
/// was ahead; these wait for an hour from the start.
/// </summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AClockSetBackUnderAClient : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly FakeTime time = new() { IsWallClock = true };
    private readonly CapturedLog log = new();
    private readonly KafkaConnection connection = new(
        Options.Create(new KafkaOptions { BootstrapServers = Broker.Embedded.BootstrapServers }),
        LedgerMessages.Catalogue);

    private readonly ClientWaker waker;

    public AClockSetBackUnderAClient()
    {
        waker = new ClientWaker(connection, time, new LoggerFactory([log]).CreateLogger<ClientWaker>());
        waker.Look();
    }

    [Test]
    public async Task Wakes_a_consumer()
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(
            connection.Options.Consumer(connection.BootstrapServers, "events", "sleepers")).Build();
        using var membership = connection.Clients.Add(consumer);
        var consuming = Task.Run(() => consumer.Consume(Hour));

        SetBack();

        Assert.That(await consuming.InTime(), Is.Null);
    }

    [Test]
    public async Task Wakes_a_producer()
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
        {
            BootstrapServers = connection.BootstrapServers,
            EnableBackgroundPoll = false,
        }).Build();
        using var membership = connection.Clients.Add(producer);
        var polling = Task.Run(() => producer.Poll(Hour));

        SetBack();

        Assert.That(await polling.InTime(), Is.Zero);
    }

    [Test]
    public void Wakes_nobody_who_is_gone()
    {
        using (var consumer = new ConsumerBuilder<byte[]?, byte[]?>(
            connection.Options.Consumer(connection.BootstrapServers, "events", "sleepers")).Build())
        {
            using (connection.Clients.Add(consumer))
                consumer.Consume(TimeSpan.Zero);
            consumer.Close();
        }

        Assert.That(SetBack, Throws.Nothing);
    }

    [Test]
    public void Is_told_from_one_that_is_slewed_or_set_ahead()
    {
        foreach (var step in new[] { Hour, TimeSpan.FromMilliseconds(-500), TimeSpan.FromMilliseconds(-500) })
        {
            time.Advance(step);
            waker.Look();
        }

        Assert.That(log.Count("set back"), Is.Zero);
    }

    public void Dispose()
    {
        waker.Dispose();
        connection.Dispose();
    }

    private void SetBack()
    {
        time.Advance(-Hour);
        waker.Look();
        Assert.That(log.Count("set back by 3600 s"), Is.EqualTo(1));
    }
}
