using System.Collections.Concurrent;

namespace Tests.Messaging;

/// <summary>What has one key is handled in sequence, everything else at once.</summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OrderPerKey : IAsyncDisposable
{
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly Guid[] accounts = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];
    private TestHost? host;

    public OrderPerKey(Broker broker) => setup = new TestHostSetup(database, broker);

    [Test]
    public async Task Fifty_messages_of_five_keys_come_in_ascending_order_per_key()
    {
        var running = new ConcurrentDictionary<Guid, int>();
        var overlaps = 0;
        setup.Inbox.Handle = async (_, message) =>
        {
            var account = ((Deposited)message).AccountId;
            if (running.AddOrUpdate(account, 1, (_, count) => count + 1) > 1)
                Interlocked.Increment(ref overlaps);
            await Task.Yield();
            running.AddOrUpdate(account, 0, (_, count) => count - 1);
        };
        host = await TestHost.Start(setup);

        for (var number = 1; number <= 10; number++)
        {
            foreach (var account in accounts)
                await setup.Write(new Deposited(account, number));
        }

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 50, "all are received");
        foreach (var account in accounts)
            Assert.That(setup.Inbox.Numbers(account), Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(overlaps, Is.Zero);
    }

    [Test]
    public async Task A_key_that_is_blocked_holds_up_no_other_of_its_partition()
    {
        var released = new TaskCompletionSource();
        setup.Inbox.Handle = (_, message) => ((Deposited)message).AccountId == accounts[0]
            ? released.Task
            : Task.CompletedTask;
        host = await TestHost.Start(setup);

        await setup.Write(new Deposited(accounts[0], 1), partition: 1);
        await setup.Write(new Deposited(accounts[0], 2), partition: 1);
        foreach (var account in accounts[1..])
            await setup.Write(new Deposited(account, 3), partition: 1);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 4, "the others are received");
        Assert.That(setup.Inbox.Numbers(accounts[0]), Is.Empty);

        released.SetResult();
        await Eventually.Holds(() => setup.Inbox.Numbers(accounts[0]).Count == 2, "the blocked ones are received");
        Assert.That(setup.Inbox.Numbers(accounts[0]), Is.EqualTo([1L, 2]));
    }

    [Test]
    public async Task Different_keys_are_handled_at_once()
    {
        var together = new CountdownEvent(accounts.Length);
        setup.Inbox.Handle = (_, _) => Task.Run(() =>
        {
            together.Signal();
            Assert.That(together.Wait(TimeSpan.FromSeconds(60)), Is.True);
        });
        host = await TestHost.Start(setup);

        foreach (var account in accounts)
            await setup.Write(new Deposited(account, 1), partition: 0);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 5, "all are received, each waiting for the others");
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        database.Dispose();
    }
}
