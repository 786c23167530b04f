using Confluent.Kafka;
using Messaging;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

/// <summary>
/// librdkafka waits until a time of day. Whoever waits in it while the clock is set back would do so for as long as it
/// was ahead; these wait for an hour from the start.
/// </summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AClientThatWaits : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly KafkaConnection connection = new(
        Options.Create(new KafkaOptions { BootstrapServers = Broker.Embedded.BootstrapServers }),
        LedgerMessages.Catalogue);

    [Test]
    public async Task Is_woken_as_a_consumer()
    {
        using var consumer = new AwakeClient<IConsumer<byte[]?, byte[]?>>(Consumer(), connection);

        Assert.That(await Task.Run(() => consumer.Client.Consume(Hour)).InTime(), Is.Null);
    }

    [Test]
    public async Task Is_woken_as_a_producer()
    {
        using var producer = new AwakeClient<IProducer<byte[]?, byte[]?>>(
            new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
            {
                BootstrapServers = connection.BootstrapServers,
                EnableBackgroundPoll = false,
            }).Build(),
            connection);

        Assert.That(await Task.Run(() => producer.Client.Poll(Hour)).InTime(), Is.Zero);
    }

    [Test]
    public async Task Is_woken_no_more_once_it_is_gone()
    {
        using var gone = connection.Clients.Add(Disposed());
        using var consumer = new AwakeClient<IConsumer<byte[]?, byte[]?>>(Consumer(), connection);

        for (var wake = 0; wake < 2; wake++)
            Assert.That(await Task.Run(() => consumer.Client.Consume(Hour)).InTime(), Is.Null);
    }

    public void Dispose() => connection.Dispose();

    private IConsumer<byte[]?, byte[]?> Consumer() => new ConsumerBuilder<byte[]?, byte[]?>(
        connection.Options.Consumer(connection.BootstrapServers, "events", "sleepers")).Build();

    private IConsumer<byte[]?, byte[]?> Disposed()
    {
        var consumer = Consumer();
        consumer.Close();
        consumer.Dispose();
        return consumer;
    }
}
