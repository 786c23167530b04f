using MassTransit;

namespace Tests.Messaging;

/// <summary>
/// An endpoint of one type needs no type header: so records of the official rider are read, which writes none.
/// </summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class OneTypeOnItsTopic(Broker broker)
{
    private TestDatabase database;
    private TestHostSetup setup;
    private TestHost host;

    [OneTimeSetUp]
    public async Task Given_an_endpoint_of_one_type()
    {
        database = new TestDatabase();
        setup = new TestHostSetup(database, broker);
        setup.Configure = (context, kafka) => kafka.TopicEndpoint<Deposited>(setup.Topic, setup.Group, endpoint =>
        {
            endpoint.DeadLettersTo<LedgerContext>();
            endpoint.ConfigureConsumer<DepositedConsumer>(context);
        });
        host = await TestHost.Start(setup);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await host.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task A_record_without_a_type_is_read()
    {
        var message = new Deposited(Guid.NewGuid(), 1, "from the official rider");

        await setup.Broker.Write(setup.Record(message).Without(
            "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "traceparent"));

        await Eventually.Holds(() => host.Inbox.Messages.Contains(message), "it is received");
    }

    [Test]
    public async Task A_record_of_another_type_is_passed_over()
    {
        var account = Guid.NewGuid();

        await setup.Write(new Withdrawn(account, 1));
        await setup.Write(new Deposited(account, 2));

        await Eventually.Holds(() => host.Inbox.Numbers(account).Contains(2), "the next record is received");
        Assert.That(host.Inbox.Messages.OfType<Withdrawn>(), Is.Empty);
        Assert.That(database.DeadLetters(), Is.Empty);
    }
}
