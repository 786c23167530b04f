using Messaging;

namespace Tests.Messaging;

/// <summary>
/// Kafka being away is no reason to refuse anything: it waits in the outbox, and all goes on when it is back.
/// </summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhileTheBrokerIsAway : IAsyncDisposable
{
    private readonly TestDatabase database = new();
    private readonly EmbeddedBroker broker = new(Broker.Partitions);
    private readonly TestHostSetup setup;
    private readonly Guid account = Guid.NewGuid();

    public WhileTheBrokerIsAway()
    {
        setup = new TestHostSetup(database, Broker.Embedded, "events");
        setup.Options.BootstrapServers = broker.BootstrapServers;
        broker.CreateTopic(setup.Topic);
        broker.CreateTopic(DeadLetterCopies.TopicOf(setup.Group));
    }

    [Test]
    public async Task Messages_wait_in_the_outbox_and_arrive_in_order_when_it_is_back()
    {
        await using var host = await TestHost.Start(setup);
        await Produce(host, 1);
        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "the first is received");

        broker.SetDown(true);
        await Eventually.Holds(() => host.Endpoint.Trouble is not null, "it is known to be away");
        for (var number = 2; number <= 5; number++)
            await Produce(host, number);
        Assert.That(database.Outbox(), Has.Count.GreaterThanOrEqualTo(4));
        broker.SetDown(false);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 5, "all are received");
        Assert.That(setup.Inbox.Numbers(), Is.EqualTo(Enumerable.Range(1, 5)));
        await Eventually.Holds(() => database.Outbox().Count == 0, "all have left the outbox");
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task The_endpoint_is_in_trouble_and_well_again_afterwards_even_if_nothing_is_to_be_read()
    {
        await using var host = await TestHost.Start(setup);

        broker.SetDown(true);
        await Eventually.Holds(() => host.Endpoint.Trouble is not null, "it is known to be away");
        broker.SetDown(false);

        await Eventually.Holds(() => host.Endpoint.Trouble is null, "all is well");
    }

    public ValueTask DisposeAsync()
    {
        broker.Dispose();
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task Produce(TestHost host, long number) =>
        host.GroupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(account, number)))).InTime();
}
