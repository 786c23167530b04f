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
    public async Task In_the_midst_makes_due_what_was_written_meanwhile()
    {
        await using var saga = Start();
        time.Advance(Hour);
        await Ask(saga);
        Assert.That(await saga.FireDue(), Is.Zero);

        time.Advance(-Hour);

        Assert.That(await saga.FireDue(), Is.EqualTo(1), "though nothing was committed since");
        Assert.That(await saga.FireDue(), Is.Zero);
    }

    [Test]
    public async Task In_the_midst_leaves_what_was_written_before()
    {
        await using var saga = Start();
        await Ask(saga, dueIn: 2 * Hour);
        time.Advance(Hour);
        Assert.That(await saga.FireDue(), Is.Zero);

        time.Advance(-Hour);

        Assert.That(await saga.FireDue(), Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Between_two_lives_makes_due_what_was_written_before(bool isCrash)
    {
        await using var first = Start();
        time.Advance(Hour);
        await Ask(first);
        if (isCrash)
            first.GroupCommit.Abandon();
        else
            first.GroupCommit.Dispose();

        time.Advance(-Hour);
        await using var next = Start();

        Assert.That(await next.FireDue(), Is.EqualTo(1));
    }

    [Test]
    public async Task By_some_seconds_makes_nothing_due()
    {
        await using var saga = Start();
        await Ask(saga);
        Assert.That(await saga.FireDue(), Is.Zero);

        time.Advance(TimeSpan.FromSeconds(-20));

        Assert.That(await saga.FireDue(), Is.Zero);
    }

    public void Dispose() => database.Dispose();

    private TestSaga Start() => new(database, time: time);

    /// <summary>A transfer that has asked somebody, and waits for the answer, by default a minute.</summary>
    private async Task Ask(TestSaga saga, TimeSpan? dueIn = null)
    {
        await saga.OpenTransfer(dueIn ?? Minute);
        database.Execute("UPDATE deadlines SET asked = 'bank', asked_at = @p0, asked_since = @p0", time.Now);
    }
}
