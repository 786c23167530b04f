using Messaging;

namespace Tests.Messaging;

/// <summary>Nobody is guilty of it: what is queued waits and succeeds.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ADatabaseThatIsAway : IDisposable
{
    private readonly TestDatabase database;
    private readonly FaultyDialect dialect;
    private readonly CancellationTokenSource cancellation = new();
    private readonly GroupCommit<LedgerContext> groupCommit;

    public ADatabaseThatIsAway(Engine engine)
    {
        database = new TestDatabase(engine);
        dialect = new FaultyDialect(engine.Dialect);
        groupCommit = database.StartGroupCommit(
            dialect, new GroupCommitOptions { MaxPause = TimeSpan.FromMilliseconds(5) });
    }

    [Test]
    public async Task Keeps_units_waiting_and_fails_none()
    {
        dialect.IsGone = true;
        var units = Enumerable.Range(0, 5)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}"))))
            .ToList();
        await Eventually.Holds(() => dialect.Begun > 4, "it was tried several times");
        Assert.That(units, Is.All.Property(nameof(Task.IsCompleted)).False);
        Assert.That(groupCommit.Trouble, Does.Contain("the database does not answer"));

        dialect.IsGone = false;
        await Task.WhenAll(units).InTime();

        Assert.That(database.AllAccounts(), Has.Count.EqualTo(5));
        Assert.That(groupCommit.Trouble, Is.Null);
    }

    [Test]
    public async Task Leaves_it_to_each_waiter_to_give_up()
    {
        dialect.IsGone = true;
        var impatient = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("impatient")), cancellation.Token);
        var patient = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("patient")));
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");

        await cancellation.CancelAsync();
        Assert.That(await impatient.Outcome(), Is.TypeOf<TaskCanceledException>());
        dialect.IsGone = false;
        await patient.InTime();

        Assert.That(database.AllAccounts().Single().Owner, Is.EqualTo("patient"));
    }

    [Test]
    public async Task Keeps_its_acked_rows_until_it_is_back()
    {
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 1)))).InTime();
        var row = database.Outbox().Single();
        dialect.IsGone = true;
        groupCommit.Acknowledge(row.Owner, row.Number);
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");
        Assert.That(database.Outbox(), Has.Count.EqualTo(1));

        dialect.IsGone = false;

        await Eventually.Holds(() => database.Outbox().Count == 0, "the row is deleted");
    }

    [Test]
    public async Task Is_waited_for_where_it_fails_a_units_own_statement_too()
    {
        var attempts = 0;
        var unit = new ScriptedUnit(unit =>
        {
            unit.Open("late");
            if (attempts++ < 3)
                throw FaultyDialect.Away();
        });

        await groupCommit.Execute(unit).InTime();

        Assert.That(unit.Applications, Is.EqualTo(4));
        Assert.That(database.AllAccounts(), Has.Count.EqualTo(1));
    }

    public void Dispose()
    {
        cancellation.Dispose();
        database.Dispose();
    }
}
