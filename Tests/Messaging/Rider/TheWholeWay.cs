using System.Text;
using Messaging;

namespace Tests.Messaging;

/// <summary>A unit's message goes by the outbox to the topic and from there to its consumer.</summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class TheWholeWay(Broker broker)
{
    private TestDatabase database;
    private TestHostSetup setup;
    private TestHost host;

    [OneTimeSetUp]
    public async Task Given_a_host()
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
    public async Task What_a_unit_produces_is_received_once_and_in_order()
    {
        var account = Guid.NewGuid();

        for (var n = 0; n < 10; n++)
            await host.GroupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(account, n)))).InTime();

        await Eventually.Holds(() => host.Inbox.Numbers(account).Count == 10, "all are received");
        Assert.That(host.Inbox.Numbers(account), Is.EqualTo(Enumerable.Range(0, 10)));
        await Eventually.Holds(() => database.Outbox().Count == 0, "their rows are deleted after the acks");
    }

    [Test]
    public async Task What_a_unit_that_throws_has_produced_never_is()
    {
        var account = Guid.NewGuid();

        await host.GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Produce(new Deposited(account, 1));
            throw new NotSupportedException();
        })).Outcome();
        await host.GroupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(account, 2)))).InTime();

        await Eventually.Holds(
            () => host.Inbox.Numbers(account).Contains(2), "the next message of the key is received");
        Assert.That(host.Inbox.Numbers(account), Is.EqualTo([2L]));
    }

    [Test]
    public async Task A_record_that_no_broker_takes_is_a_dead_letter_and_the_next_of_its_key_goes_on()
    {
        var account = Guid.NewGuid();

        await host.GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Produce(new Deposited(account, 1, new string('x', 2_000_000)));
            unit.Produce(new Deposited(account, 2));
        })).InTime();

        await Eventually.Holds(
            () => host.Inbox.Numbers(account).Contains(2), "the next message of the key is received");
        await Eventually.Holds(() => database.DeadLetters().Count == 1, "the large one is a dead letter");
        var row = database.DeadLetters().Single();
        Assert.That((row.Reason, row.ReaderGroup, row.Topic), Is.EqualTo(("unsendable", setup.Group, setup.Topic)));
        Assert.That((row.RecordPartition, row.RecordOffset), Is.EqualTo(((int?)null, (long?)null)));
        Assert.That(Encoding.UTF8.GetString(row.RecordKey!), Is.EqualTo(account.ToString()));
        Assert.That(row.Message, Does.Contain("too large").IgnoreCase);
        await Eventually.Holds(() => database.Outbox().Count == 0, "both rows have left the outbox");
    }

    [Test]
    public async Task What_a_killed_process_has_left_is_sent_by_the_next()
    {
        using var another = new TestDatabase();
        var dead = Guid.CreateVersion7();
        var account = Guid.NewGuid();
        another.Execute(
            "INSERT INTO outbox_owners (owner, last_group, lease_until) VALUES (@p0, 1, @p1)",
            dead, DateTime.UtcNow.AddHours(1));
        another.WriteOutbox([new NumberedMessage(dead, 1, setup.Record(new Deposited(account, 1)))]);

        await using var next = await TestHost.Start(new TestHostSetup(another, setup.Broker, setup.Topic));

        await Eventually.Holds(() => next.Inbox.Numbers(account).Count == 1, "its message is received");
        await Eventually.Holds(() => another.Outbox().Count == 0, "its row is deleted");
    }
}
