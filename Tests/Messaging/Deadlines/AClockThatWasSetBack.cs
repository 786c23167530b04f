using System.Globalization;
using Messaging;

namespace Tests.Messaging;

/// <summary>
/// Where there is no other clock than the database's, nobody sees that it is wrong until it is right: what was to wait
/// a minute would wait as long as it was ahead.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AClockThatWasSetBack : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestDatabase database = new(Engine.Sqlite);
    private readonly FakeTime time = new() { IsWallClock = true };

    [Test]
    public async Task In_the_midst_makes_all_due_that_waits()
    {
        await using var saga = Start();
        time.Advance(Hour);
        await Ask(saga);

        time.Advance(-Hour);
        Assert.That(await saga.FireDue(), Is.Zero, "nobody has looked at the clock");
        await LookAtTheClock(saga);

        Assert.That(await saga.FireDue(), Is.EqualTo(1));
        Assert.That(await saga.FireDue(), Is.Zero);
    }

    [Test]
    public async Task Between_two_lives_makes_all_due_that_waits()
    {
        await using var dead = Start();
        time.Advance(Hour);
        await Ask(dead);
        dead.GroupCommit.Abandon();

        time.Advance(-Hour);
        await using var next = Start();
        await LookAtTheClock(next);

        Assert.That(await next.FireDue(), Is.EqualTo(1));
    }

    [Test]
    public async Task By_some_seconds_makes_nothing_due()
    {
        await using var saga = Start();
        await Ask(saga);

        time.Advance(TimeSpan.FromSeconds(-20));
        await LookAtTheClock(saga);

        Assert.That(await saga.FireDue(), Is.Zero);
    }

    public void Dispose() => database.Dispose();

    private TestSaga Start() => new(
        database, dialect: new ByTheClock(time),
        options: new GroupCommitOptions { UpkeepInterval = TimeSpan.FromHours(1) }, time: time);

    /// <summary>A transfer that has asked somebody, and waits a minute for the answer.</summary>
    private async Task Ask(TestSaga saga)
    {
        await saga.OpenTransfer(dueIn: Minute);
        database.Execute("UPDATE deadlines SET asked = 'bank', asked_at = @p0, asked_since = @p0", time.Now);
    }

    /// <summary>With every group that is committed.</summary>
    private async Task LookAtTheClock(TestSaga saga)
    {
        await saga.GroupCommit.Execute(new ScriptedUnit(_ => { })).InTime();
        time.Advance(TimeSpan.FromMilliseconds(1));
    }

    private sealed class ByTheClock(FakeTime time) : SqliteDialect
    {
        public override string Now(TimeSpan offset) =>
            $"'{(time.Now + offset).ToString(TimeFormat, CultureInfo.InvariantCulture)}'";
    }
}
