namespace Tests.Messaging;

[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoppingAHost : IAsyncDisposable
{
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoppingAHost(Broker broker) => setup = new TestHostSetup(database, broker);

    [Test]
    public async Task Waits_for_the_message_under_way_and_commits_its_offset()
    {
        setup.Inbox.Handle = (_, _) =>
        {
            begun.SetResult();
            return released.Task;
        };
        await using var host = await TestHost.Start(setup);
        await setup.Write(new Deposited(Guid.NewGuid(), 1));
        await begun.Task.InTime();

        var stopped = host.Stop();
        released.SetResult();
        await stopped;

        Assert.That(setup.Inbox.Numbers(), Is.EqualTo([1L]));
        Assert.That(setup.Broker.Committed(setup.Topic, setup.Group), Is.EqualTo(1));
    }

    [Test]
    public async Task Tells_a_consumer_when_its_time_is_over_and_takes_that_for_no_failure()
    {
        setup.Options.DrainTime = TimeSpan.FromMilliseconds(50);
        setup.Inbox.Handle = async (context, _) =>
        {
            begun.SetResult();
            await released.Task.WaitAsync(context.CancellationToken);
        };
        await using var host = await TestHost.Start(setup);
        await setup.Write(new Deposited(Guid.NewGuid(), 1));
        await begun.Task.InTime();

        await host.Stop();

        Assert.That(setup.Inbox.Messages, Is.Empty);
        Assert.That(database.DeadLetters(), Is.Empty);
        Assert.That(setup.Broker.Committed(setup.Topic, setup.Group), Is.Zero);
    }

    [Test]
    public async Task Leaves_neither_rows_to_send_nor_an_owner_behind_when_all_is_well()
    {
        await using (var host = await TestHost.Start(setup))
        {
            await host.GroupCommit.Execute(new ScriptedUnit(unit =>
                unit.Produce(new Deposited(Guid.NewGuid(), 1)))).InTime();
        }

        Assert.That(setup.Broker.Read(setup.Topic), Has.Count.EqualTo(1), "what was committed is sent first");
        Assert.That(database.Outbox(), Is.Empty);
        Assert.That(database.Number("SELECT COUNT(*) FROM outbox_owners"), Is.Zero);
    }

    public ValueTask DisposeAsync()
    {
        released.TrySetResult();
        database.Dispose();
        return ValueTask.CompletedTask;
    }
}
