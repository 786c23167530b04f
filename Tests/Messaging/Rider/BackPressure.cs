namespace Tests.Messaging;

/// <summary>When too much is unfinished the consumer reads nothing more, but goes on polling.</summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BackPressure : IAsyncDisposable
{
    private const int Messages = 100;
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly SemaphoreSlim released = new(0);
    private int begun;
    private TestHost? host;

    public BackPressure(Broker broker)
    {
        setup = new TestHostSetup(database, broker);
        setup.Options.MaxInFlight = 20;
        setup.Inbox.Handle = (_, _) =>
        {
            Interlocked.Increment(ref begun);
            return released.WaitAsync();
        };
    }

    [Test]
    public async Task It_pauses_at_its_limit_and_goes_on_when_there_is_room_and_nothing_is_lost()
    {
        host = await TestHost.Start(setup);
        await Write();
        await Eventually.Holds(() => host.Endpoint.IsPaused, "it pauses");
        Assert.That(begun, Is.EqualTo(20));

        released.Release(Messages);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == Messages, "all are received");
        Assert.That(setup.Inbox.Numbers().Order(), Is.EqualTo(Enumerable.Range(1, Messages)));
        await Eventually.Holds(() => !host.Endpoint.IsPaused, "it goes on");
        await Eventually.Holds(() => setup.Broker.Committed(setup.Topic, setup.Group) == Messages, "all are committed");
    }

    [Test]
    public async Task It_pauses_as_well_where_a_few_are_large()
    {
        setup.Options.MaxInFlight = 10 * Messages;
        setup.Options.MaxBytesInFlight = setup.Record(new Deposited(Guid.NewGuid(), 1)).Value.Length * 20;
        host = await TestHost.Start(setup);
        await Write();
        await Eventually.Holds(() => host.Endpoint.IsPaused, "it pauses");
        Assert.That(begun, Is.LessThanOrEqualTo(20));

        released.Release(Messages);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == Messages, "all are received");
        await Eventually.Holds(() => !host.Endpoint.IsPaused, "it goes on");
    }

    [Test]
    public async Task It_goes_on_at_half_its_limit_and_not_before()
    {
        host = await TestHost.Start(setup);
        await Write();
        await Eventually.Holds(() => host.Endpoint.IsPaused, "it pauses");

        released.Release(9);
        await Eventually.Holds(() => setup.Inbox.Messages.Count == 9, "nine are done");
        Assert.That(begun, Is.EqualTo(20));
        Assert.That(host.Endpoint.IsPaused, Is.True);

        released.Release(1);
        await Eventually.Holds(() => begun > 20, "it reads more");
    }

    public async ValueTask DisposeAsync()
    {
        released.Release(10 * Messages);
        if (host is not null)
            await host.DisposeAsync();
        database.Dispose();
        released.Dispose();
    }

    private async Task Write()
    {
        for (var number = 1; number <= Messages; number++)
            await setup.Write(new Deposited(Guid.NewGuid(), number));
    }
}
