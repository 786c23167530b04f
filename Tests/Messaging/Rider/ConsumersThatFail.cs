using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConsumersThatFail : IAsyncDisposable
{
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly Guid account = Guid.NewGuid();
    private readonly Guid other = Guid.NewGuid();
    private int attempts;
    private TestHost? host;

    public ConsumersThatFail(Broker broker) => setup = new TestHostSetup(database, broker);

    [Test]
    public async Task Three_times_are_retried_in_place_and_keep_the_order_of_the_key()
    {
        setup.Inbox.Handle = (_, message) => message is Deposited { Number: 1 } && ++attempts <= 3
            ? throw new NotSupportedException("not yet")
            : Task.CompletedTask;
        host = await TestHost.Start(setup);

        for (var number = 1; number <= 3; number++)
            await setup.Write(new Deposited(account, number));

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 3, "all are received");
        Assert.That(setup.Inbox.Numbers(account), Is.EqualTo([1L, 2, 3]));
        Assert.That(attempts, Is.EqualTo(4));
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task Always_leave_a_dead_letter_that_says_how_often_and_why()
    {
        setup.Inbox.Handle = (_, message) => message is Deposited { Number: 1 }
            ? throw new NotSupportedException("never")
            : Task.CompletedTask;
        host = await TestHost.Start(setup);
        var poison = setup.Record(new Deposited(account, 1));

        await setup.Broker.Write(poison);
        await setup.Write(new Deposited(account, 2));

        await Eventually.Holds(
            () => setup.Inbox.Numbers(account).Contains(2), "the next message of the key is received");
        var row = database.DeadLetters().Single();
        Assert.That(row.Reason, Is.EqualTo("retries-exhausted"));
        Assert.That((row.ExceptionType, row.Message), Is.EqualTo(("System.NotSupportedException", "never")));
        Assert.That(row.StackTrace, Does.Contain(nameof(ConsumersThatFail)));
        Assert.That(row.Attempts, Is.EqualTo(4), "the first and three more");
        Assert.That(
            (row.RecordKey, row.Value, row.MessageId), Is.EqualTo((poison.Key, poison.Value, (Guid?)poison.Id)));
        Assert.That(
            setup.Log.Count($"MessageType=ledger.deposited.v1 MessageId={poison.Id}"), Is.Positive,
            "whoever reads the log finds the message");
    }

    [Test]
    public async Task Are_not_asked_again_where_they_say_that_it_does_not_help()
    {
        setup.Inbox.Handle = (_, message) => message is Deposited { Number: 1 }
            ? throw new UnacceptableMessageException("never")
            : Task.CompletedTask;
        host = await TestHost.Start(setup);

        await setup.Write(new Deposited(account, 1));

        await Eventually.Holds(() => database.DeadLetters().Count == 1, "it is a dead letter");
        var row = database.DeadLetters().Single();
        Assert.That((row.Reason, row.Message, row.Attempts), Is.EqualTo(("rejected", "never", 1)));
    }

    [Test]
    public async Task Are_not_done_with_a_message_before_its_dead_letter_is_committed()
    {
        setup.Inbox.Handle = (_, message) => message is Deposited && Interlocked.Increment(ref attempts) > 0
            ? throw new NotSupportedException("never")
            : Task.CompletedTask;
        host = await TestHost.Start(setup);
        using var held = new HeldGroup(host.GroupCommit);
        await held.Begun;

        await setup.Write(new Deposited(account, 1), partition: 0);
        await Eventually.Holds(() => Volatile.Read(ref attempts) == 4, "it was tried until the limit");
        await setup.Write(new Withdrawn(other, 1), partition: 1);
        await Eventually.Holds(
            () => setup.Broker.Committed(setup.Topic, setup.Group) > 0, "the offset of the other message is committed");
        Assert.That(setup.Broker.Committed(setup.Topic, setup.Group), Is.EqualTo(1), "and only that");

        await held.Release();
        await Eventually.Holds(() => setup.Broker.Committed(setup.Topic, setup.Group) == 2, "both are done");
        Assert.That(database.DeadLetters(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task And_whose_dead_letter_cannot_be_kept_are_named_until_it_can()
    {
        setup.Inbox.Handle = (_, message) => message is Deposited
            ? throw new NotSupportedException("never")
            : Task.CompletedTask;
        host = await TestHost.Start(setup);
        database.Execute("ALTER TABLE dead_letters RENAME TO gone");

        await setup.Write(new Deposited(account, 1), partition: 2);

        await Eventually.Holds(() => host.Endpoint.Stuck is not null, "it is named");
        Assert.That(
            host.Endpoint.Stuck, Does.StartWith("partition 2 at offset 0 is not done: ").And.Contain("dead_letters"));
        await setup.Write(new Withdrawn(other, 1), partition: 2);
        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "another key does not wait for it");

        database.Execute("ALTER TABLE gone RENAME TO dead_letters");
        await Eventually.Holds(() => host.Endpoint.Stuck is null, "it is done");
        Assert.That(database.DeadLetters(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Delay_only_their_own_key()
    {
        var released = new TaskCompletionSource();
        setup.Inbox.Handle = async (_, message) =>
        {
            if (message is Deposited deposited && deposited.AccountId == account)
            {
                await released.Task;
                throw new NotSupportedException("never");
            }
        };
        host = await TestHost.Start(setup);

        await setup.Write(new Deposited(account, 1), partition: 0);
        await setup.Write(new Deposited(other, 2), partition: 0);

        await Eventually.Holds(() => setup.Inbox.Numbers(other).Count == 1, "the other key's message is received");
        released.SetResult();
        await Eventually.Holds(() => database.DeadLetters().Count == 1, "the failing one is a dead letter");
    }

    [Test]
    public async Task In_a_unit_of_work_send_nothing_of_what_the_unit_produced()
    {
        setup.Inbox.Handle = (_, message) => message is Deposited { Number: 1 } deposited
            ? host!.GroupCommit.Execute(new ScriptedUnit(unit =>
            {
                unit.Produce(new Withdrawn(deposited.AccountId, 100));
                unit.Open("never");
                throw new NotSupportedException("never");
            }))
            : host!.GroupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Withdrawn(account, 200))));
        host = await TestHost.Start(setup);

        await setup.Write(new Deposited(account, 1));
        await setup.Write(new Deposited(account, 2));

        await Eventually.Holds(
            () => setup.Inbox.Messages.OfType<Withdrawn>().Any(message => message.Number == 200),
            "the other unit's is received");
        Assert.That(setup.Inbox.Messages.OfType<Withdrawn>().Select(message => message.Number), Is.EqualTo([200L]));
        Assert.That(database.AllAccounts(), Is.Empty);
    }

    [Test]
    public async Task Without_a_consumer_at_all_the_message_is_rejected()
    {
        setup.Configure = (_, kafka) => kafka.TopicEndpoint<Deposited>(
            setup.Topic, setup.Group, endpoint => endpoint.DeadLettersTo<LedgerContext>());
        host = await TestHost.Start(setup);

        await setup.Write(new Deposited(account, 1));

        await Eventually.Holds(() => database.DeadLetters().Count == 1, "it is a dead letter");
        Assert.That(database.DeadLetters().Single().Reason, Is.EqualTo("rejected"));
        Assert.That(database.DeadLetters().Single().Message, Is.EqualTo("no consumer takes 'ledger.deposited.v1'"));
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        database.Dispose();
    }
}
