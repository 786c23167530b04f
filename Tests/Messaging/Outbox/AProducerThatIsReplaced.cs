using Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

/// <summary>
/// After an error that it does not survive. All databases of a process share it, and each may be the one to notice.
/// </summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AProducerThatIsReplaced : IDisposable
{
    private readonly string topic = Broker.Embedded.NewTopic();
    private readonly KafkaConnection connection;
    private readonly KafkaProducer producer;

    public AProducerThatIsReplaced()
    {
        connection = new KafkaConnection(
            Options.Create(new KafkaOptions { BootstrapServers = Broker.Embedded.BootstrapServers }),
            LedgerMessages.Catalogue);
        connection.AddTopic(topic);
        connection.Found(new HashSet<string> { topic });
        producer = new KafkaProducer(connection, NullLogger<KafkaProducer>.Instance);
    }

    [Test]
    public async Task Takes_nothing_any_more_and_the_next_one_does()
    {
        var arrived = 0;
        Assert.That(Send(generation: 0, () => arrived++), Is.True);
        await Eventually.Holds(() => arrived == 1, "the first has arrived");

        Assert.That(producer.Renew(0), Is.EqualTo(1));

        Assert.That(producer.IsBroken(0), Is.True);
        Assert.That(Send(generation: 0, () => arrived++), Is.False);
        Assert.That(Send(generation: 1, () => arrived++), Is.True);
        await Eventually.Holds(() => arrived == 2, "the second has arrived");
        Assert.That(Broker.Embedded.Read(topic), Has.Count.EqualTo(2));
    }

    [Test]
    public void Is_replaced_once_however_many_notice()
    {
        Assert.That(producer.Renew(0), Is.EqualTo(1));
        Assert.That(producer.Renew(0), Is.EqualTo(1));
        Assert.That(producer.Generation, Is.EqualTo(1));
    }

    [Test]
    public async Task Harms_nobody_who_is_sending_in_that_moment()
    {
        using var isOver = new CancellationTokenSource();
        var sending = Task.Run(() =>
        {
            while (!isOver.IsCancellationRequested)
                Send(producer.Generation, () => { });
        });

        for (var generation = 0; generation < 10; generation++)
            producer.Renew(generation);
        await isOver.CancelAsync();

        Assert.That(await sending.Outcome(), Is.Null);
    }

    public void Dispose()
    {
        producer.Dispose();
        connection.Dispose();
    }

    private bool Send(int generation, Action arrived) => producer.TrySend(
        generation,
        WireFormat.Write(
            LedgerMessages.Deposited with { Topic = topic }, new Deposited(Guid.NewGuid(), 1), Cause.None,
            DateTime.UtcNow),
        (state, _) =>
        {
            if (state == FlightState.Arrived)
                arrived();
        });
}
