using Messaging;

namespace Tests.Messaging;

/// <summary>The poller by itself, on a clock that the test moves.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LookingForWhatIsDue : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestDatabase database;
    private readonly FaultyDialect dialect;
    private readonly TestSaga deadlines;
    private readonly CancellationTokenSource stopping = new();
    private Dictionary<string, Guid> topicIds = [];
    private Task? polling;

    public LookingForWhatIsDue(Engine engine)
    {
        database = new TestDatabase(engine);
        dialect = new FaultyDialect(engine.Dialect);
        TransferStateMachine.IsBroken = false;
        deadlines = new TestSaga(database, dialect: dialect);
    }

    [Test]
    public async Task It_fires_what_falls_due_as_time_goes_by()
    {
        await deadlines.OpenTransfer(dueIn: Minute);
        await deadlines.OpenTransfer(dueIn: 2 * Minute);
        polling = deadlines.Poller.Run(recordsAreLost: false, () => topicIds, stopping.Token);

        await Advance(Minute);
        await Eventually.Holds(() => Late() == 1, "the first is late");
        await Advance(Minute);
        await Eventually.Holds(() => Late() == 2, "the second is late");
    }

    [Test]
    public async Task Where_records_are_lost_everything_is_due_at_the_start()
    {
        await deadlines.OpenTransfer(dueIn: Minute);

        polling = deadlines.Poller.Run(recordsAreLost: true, () => topicIds, stopping.Token);

        await Eventually.Holds(() => Late() == 1, "it is late at once");
    }

    [Test]
    public async Task Also_when_that_fails_at_first()
    {
        await deadlines.OpenTransfer(dueIn: Minute);
        database.Execute(database.Engine.Rename("deadlines", "gone"));
        polling = deadlines.Poller.Run(recordsAreLost: true, () => topicIds, stopping.Token);
        await Eventually.Holds(() => deadlines.Log.Count("Deadlines could not be read") == 1, "it notices");

        database.Execute(database.Engine.Rename("gone", "deadlines"));
        await Advance(TimeSpan.FromSeconds(1));

        await Eventually.Holds(() => Late() == 1, "it is late");
    }

    [Test]
    public async Task Where_a_topic_is_another_one_everything_is_due_at_once_and_only_then()
    {
        await deadlines.OpenTransfer(dueIn: Minute);
        topicIds = new Dictionary<string, Guid> { ["events"] = Guid.NewGuid() };
        polling = deadlines.Poller.Run(recordsAreLost: false, () => topicIds, stopping.Token);
        await Eventually.Holds(() => database.Rows(KnownTopicTable.Table, "topic").Count == 1, "the topic is known");
        await Advance(TimeSpan.FromSeconds(1));
        Assert.That(Late(), Is.Zero);

        topicIds = new Dictionary<string, Guid> { ["events"] = Guid.NewGuid() };
        await Advance(TimeSpan.FromSeconds(1));

        await Eventually.Holds(() => Late() == 1, "it is late");
        Assert.That(database.Rows(KnownTopicTable.Table, "topic").Single().TopicId, Is.EqualTo(topicIds["events"]));
        Assert.That(deadlines.Log.Count("Topics events are new ones"), Is.EqualTo(1));
    }

    [Test]
    public async Task It_goes_on_with_a_new_connection_when_its_own_is_lost()
    {
        var opened = new List<System.Data.Common.DbConnection>();
        dialect.OnOpen = opened.Add;
        await deadlines.OpenTransfer(dueIn: Minute);
        polling = deadlines.Poller.Run(recordsAreLost: false, () => topicIds, stopping.Token);
        await Eventually.Holds(() => deadlines.Time.Waits > 0, "it has looked and waits");

        await opened[^1].CloseAsync();
        await Advance(Minute);
        await Eventually.Holds(() => deadlines.Log.Count("Deadlines could not be read") == 1, "it notices");
        await Advance(TimeSpan.FromSeconds(1));

        await Eventually.Holds(() => Late() == 1, "it is late");
    }

    [Test]
    public async Task It_ends_at_once_when_it_is_told_to_whatever_it_waits_for()
    {
        dialect.OnOpen = _ => throw FaultyDialect.Away();
        polling = deadlines.Poller.Run(recordsAreLost: false, () => topicIds, stopping.Token);
        await Eventually.Holds(() => deadlines.Time.Waits > 0, "it waits for the database");

        await stopping.CancelAsync();

        await polling.InTime();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (polling is not null)
            await polling.InTime();
        await deadlines.DisposeAsync();
        stopping.Dispose();
        database.Dispose();
    }

    private async Task Advance(TimeSpan time)
    {
        await Eventually.Holds(() => deadlines.Time.Waits > 0, "it waits");
        deadlines.Time.Advance(time);
    }

    private long Late() => database.Number("SELECT COUNT(*) FROM transfers WHERE current_state = 'Late'");
}
