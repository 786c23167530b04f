using MassTransit;

namespace Tests.Messaging;

/// <summary>
/// What was done is not read again, and what was not is. One story for all tests: a group takes its time to notice that
/// its members are others.
/// </summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class AfterARestart(Broker broker)
{
    private readonly Guid account = Guid.NewGuid();
    private readonly Guid other = Guid.NewGuid();
    private readonly Guid blocked = Guid.NewGuid();
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Inbox before = new();
    private readonly Inbox after = new();
    private TestDatabase database;
    private long committedByTheStop;

    [OneTimeSetUp]
    public async Task Given_a_host_that_was_stopped_while_a_message_was_under_way()
    {
        database = new TestDatabase();
        var setup = new TestHostSetup(database, broker) { Inbox = before }.WithShortSession();
        setup.Options.DrainTime = TimeSpan.FromMilliseconds(50);
        before.Handle = Block;
        await using (var first = await TestHost.Start(setup))
        {
            await setup.Write(new Deposited(account, 1), partition: 0);
            await setup.Write(new Deposited(blocked, 2), partition: 0);
            await setup.Write(new Deposited(account, 3), partition: 0);
            await setup.Write(new Deposited(blocked, 4), partition: 0);
            await setup.Write(new Deposited(other, 5), partition: 1);
            await setup.Write(new Deposited(other, 6), partition: 1);
            await Eventually.Holds(() => before.Messages.Count == 4, "the other keys' messages are done");
            await first.Stop();
        }

        committedByTheStop = broker.Committed(setup.Topic, setup.Group);
        released.SetResult();
        await Eventually.Holds(() => before.Messages.Count == 5, "the abandoned message comes to its end, too late");

        await using var second = await TestHost.Start(
            new TestHostSetup(database, broker, setup.Topic) { Group = setup.Group, Inbox = after }.WithShortSession());
        await setup.Write(new Deposited(other, 7), partition: 1);
        await Eventually.Holds(() => after.Messages.Count >= 4, "what is to be read again is, and so is what is new");
    }

    [OneTimeTearDown]
    public void Remove() => database.Dispose();

    [Test]
    public void The_stop_has_committed_what_was_done_without_a_gap() => Assert.That(committedByTheStop, Is.EqualTo(3));

    [Test]
    public void What_was_committed_is_not_read_again() =>
        Assert.That(after.Numbers(), Has.None.AnyOf(1L, 5L, 6L).And.Member(7L));

    [Test]
    public void What_was_not_done_is_delivered_again_in_order() =>
        Assert.That(after.Numbers(blocked), Is.EqualTo([2L, 4]));

    [Test]
    public void So_is_what_was_done_behind_it() => Assert.That(after.Numbers(account), Is.EqualTo([3L]));

    [Test]
    public void What_waited_for_its_key_was_not_begun_any_more() =>
        Assert.That(before.Numbers(blocked), Is.EqualTo([2L]));

    [Test]
    public void Nothing_was_a_dead_letter_for_being_abandoned() => Assert.That(database.DeadLetters(), Is.Empty);

    private Task Block(ConsumeContext context, object message) =>
        message is Deposited deposited && deposited.AccountId == blocked ? released.Task : Task.CompletedTask;
}
