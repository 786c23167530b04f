using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class SeveralTypesOnOneTopic(Broker broker)
{
    private TestDatabase database;
    private TestHostSetup setup;
    private TestHost host;

    [OneTimeSetUp]
    public async Task Given_a_group_that_takes_two_of_three_types()
    {
        database = new TestDatabase();
        setup = new TestHostSetup(database, broker);
        host = await TestHost.Start(setup);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await host.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task Each_goes_to_its_consumer_by_its_name_in_the_header()
    {
        var (deposited, withdrawn) = (new Deposited(Guid.NewGuid(), 1, "note"), new Withdrawn(Guid.NewGuid(), 2));

        await setup.Broker.Write(setup.Record(deposited));
        await setup.Broker.Write(setup.Record(withdrawn));

        await Eventually.Holds(
            () => host.Inbox.Messages.Contains(deposited) && host.Inbox.Messages.Contains(withdrawn),
            "both are received");
    }

    [Test]
    public async Task One_that_the_group_does_not_take_is_passed_over_and_counted()
    {
        using var skipped = new Counted(Telemetry.Skipped, setup.Group);
        var account = Guid.NewGuid();

        await setup.Write(new CloseAccount(account, 1));
        await setup.Write(new Deposited(account, 2));

        await Eventually.Holds(() => host.Inbox.Numbers(account).Contains(2), "the next record of the key is received");
        Assert.That(skipped.By("cause"), Is.EqualTo(new Dictionary<string, long> { ["other-type"] = 1 }));
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task One_that_nobody_has_ever_heard_of_is_passed_over_too()
    {
        var account = Guid.NewGuid();
        var unheardOf = WireFormat.Write(
            setup.Types[0] with { Name = "ledger.unheard_of.v9" }, new Deposited(account, 1), Cause.None,
            DateTime.UtcNow);

        await setup.Broker.Write(unheardOf);
        await setup.Write(new Deposited(account, 2));

        await Eventually.Holds(() => host.Inbox.Numbers(account).Contains(2), "the next record of the key is received");
        Assert.That(host.Inbox.Numbers(account), Is.EqualTo([2L]));
    }

    [Test]
    public async Task A_record_without_a_value_is_passed_over_and_counted()
    {
        using var skipped = new Counted(Telemetry.Skipped, setup.Group);
        var account = Guid.NewGuid();
        var record = setup.Record(new Deposited(account, 1));

        await setup.Broker.Write(record.Topic, record.Key, null, record.Headers);
        await setup.Write(new Deposited(account, 2));

        await Eventually.Holds(() => host.Inbox.Numbers(account).Contains(2), "the next record of the key is received");
        Assert.That(skipped.By("cause"), Is.EqualTo(new Dictionary<string, long> { ["null-value"] = 1 }));
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task A_record_without_MessageId_is_read_under_its_CloudEvents_id()
    {
        var account = Guid.NewGuid();
        Guid? seen = null;
        host.Inbox.Handle = (context, message) =>
        {
            if (message is Deposited deposited && deposited.AccountId == account)
                seen = context.MessageId;
            return Task.CompletedTask;
        };
        var record = setup.Record(new Deposited(account, 1)).Without("MessageId");

        await setup.Broker.Write(record);

        await Eventually.Holds(() => host.Inbox.Numbers(account).Count == 1, "it is received");
        Assert.That(seen, Is.EqualTo(record.Id));
    }
}
