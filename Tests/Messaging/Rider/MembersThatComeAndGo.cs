namespace Tests.Messaging;

/// <summary>
/// A second member joins the group while the first is paused, and leaves again. One story: each change of members takes
/// its time.
/// </summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class MembersThatComeAndGo(Broker broker)
{
    private readonly SemaphoreSlim released = new(0);
    private readonly Inbox first = new();
    private readonly Inbox second = new();
    private TestDatabase database;
    private int written;

    [OneTimeSetUp]
    public async Task Given_a_paused_member_beside_which_another_came_and_went()
    {
        database = new TestDatabase();
        var setup = new TestHostSetup(database, broker) { Inbox = first }.WithShortSession();
        setup.Options.MaxInFlight = 4;
        first.Handle = (_, _) => released.WaitAsync();
        await using var host = await TestHost.Start(setup);
        await Write(setup, 15);
        await Eventually.Holds(() => host.Endpoint.IsPaused, "the first member is paused");
        released.Release(1);
        await Eventually.Holds(() => first.Messages.Count == 1, "it has room for one, which is too little to go on");

        using (var anotherDatabase = new TestDatabase())
        {
            var anotherSetup = new TestHostSetup(anotherDatabase, broker, setup.Topic)
            {
                Group = setup.Group,
                Inbox = second,
            };
            await using var another = await TestHost.Start(anotherSetup.WithShortSession());
            await Write(setup, 15);
            await Eventually.Holds(() => second.Messages.Count > 0, "the second member has its share");
        }

        await Eventually.Holds(
            () => setup.Log.Count("reading 3 partitions") >= 2, "the first member has all partitions again");
        released.Release(1_000);
        await Write(setup, 15);
        await Eventually.Holds(() => Received().Distinct().Count() == written, "everything is received");
    }

    [OneTimeTearDown]
    public void Remove()
    {
        database.Dispose();
        released.Dispose();
    }

    [Test]
    public void Every_message_is_received() =>
        Assert.That(Received().Distinct(), Is.EquivalentTo(Enumerable.Range(0, written)));

    [Test]
    public void Both_members_have_had_their_share() =>
        Assert.That(first.Messages.Count * second.Messages.Count, Is.Positive);

    [Test]
    public void Nothing_is_a_dead_letter() => Assert.That(database.DeadLetters(), Is.Empty);

    private List<long> Received() => [.. first.Numbers(), .. second.Numbers()];

    /// <summary>Messages of different keys, on all partitions.</summary>
    private async Task Write(TestHostSetup setup, int count)
    {
        for (; count > 0; count--, written++)
            await setup.Broker.Write(
                setup.Record(new Deposited(Guid.NewGuid(), written)), partition: written % Broker.Partitions);
    }
}
