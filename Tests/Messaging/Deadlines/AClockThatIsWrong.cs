using Messaging;

namespace Tests.Messaging;

/// <summary>
/// A host whose clock is not the database's calls nothing late: what it takes for due is left to the others.
/// </summary>
[Category("PostgreSql")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AClockThatIsWrong : IAsyncDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly TestDatabase database = new(Engine.PostgreSql);
    private readonly TestSaga deadlines;

    public AClockThatIsWrong()
    {
        deadlines = new TestSaga(
            database, options: new GroupCommitOptions { UpkeepInterval = TimeSpan.FromMilliseconds(20) },
            time: new FakeTime { IsWallClock = true });
        deadlines.Time.Advance(DateTime.UtcNow - deadlines.Time.Now);
    }

    [TestCase(1, "ahead of")]
    [TestCase(-1, "behind")]
    public async Task Holds_its_deadlines_until_it_is_right(int hours, string which)
    {
        await Eventually.Holds(() => deadlines.GroupCommit.ClockTrouble is null, "they agree");
        await deadlines.OpenTransfer(dueIn: -2 * Hour);
        deadlines.Time.Advance(Moment);

        deadlines.Time.Advance(hours * Hour);
        await Eventually.Holds(() => deadlines.GroupCommit.ClockTrouble is not null, "it is noticed");
        Assert.That(await deadlines.FireDue(), Is.Zero);
        Assert.That(deadlines.GroupCommit.ClockTrouble, Does.Contain($"s {which} the database's"));

        deadlines.Time.Advance(-hours * Hour);
        await Eventually.Holds(() => deadlines.GroupCommit.ClockTrouble is null, "they agree again");
        Assert.That(await deadlines.FireDue(), Is.EqualTo(1));
    }

    /// <summary>Whoever waits by these times may have a clock that is right.</summary>
    [TestCase(1)]
    [TestCase(-1)]
    public async Task Writes_the_database_s_time(int hours)
    {
        await Eventually.Holds(() => deadlines.GroupCommit.ClockTrouble is null, "they agree");

        deadlines.Time.Advance(hours * Hour);
        DateTime? written = null;
        await deadlines.GroupCommit.Execute(new ScriptedUnit(unit => written = unit.Now)).InTime();

        Assert.That(written, Is.EqualTo(deadlines.Time.Now - (hours * Hour)).Within(TimeSpan.FromSeconds(30)));
        Assert.That(deadlines.GroupCommit.Now, Is.EqualTo(written).Within(TimeSpan.FromSeconds(30)));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public async Task Schedules_and_dead_letters_by_the_database_s_time(int hours)
    {
        await Eventually.Holds(() => deadlines.GroupCommit.ClockTrouble is null, "they agree");
        deadlines.Time.Advance(hours * Hour);
        await Eventually.Holds(() => deadlines.GroupCommit.ClockTrouble is not null, "it is noticed");
        var deposited = deadlines.Record(new Deposited(Guid.NewGuid(), 1));

        await deadlines.Deliver(deposited).InTime();
        await deadlines.Deliver(deposited with { Value = [] }).InTime();

        var now = DateTime.UtcNow;
        Assert.That(
            database.Rows(DeadlineTable.Table, "due_at").Select(row => row.DueAt),
            Is.All.InRange(now, now + (Hour / 2)).And.Exactly(2).Items);
        Assert.That(database.DeadLetters().Single().FailedAt, Is.EqualTo(now).Within(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task Is_known_to_be_before_anything_is_due()
    {
        await using var host = new TestSaga(database, options: new GroupCommitOptions());

        Assert.That(host.GroupCommit.ClockTrouble, Is.Not.Null, "its clock stands still");
        await host.OpenTransfer(dueIn: -Hour);
        host.Time.Advance(Moment);
        Assert.That(await host.FireDue(), Is.Zero);
    }

    [Test]
    public async Task By_some_seconds_is_right_enough()
    {
        deadlines.Time.Advance(TimeSpan.FromSeconds(20));
        await deadlines.OpenTransfer(dueIn: TimeSpan.Zero);
        deadlines.Time.Advance(Moment);
        await Eventually.Holds(() => database.Groups() > 3, "they were compared");

        Assert.That(await deadlines.FireDue(), Is.EqualTo(1));
    }

    public async ValueTask DisposeAsync()
    {
        await deadlines.DisposeAsync();
        database.Dispose();
    }
}
