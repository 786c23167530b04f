namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class Stopping : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TestDatabase database;

    public Stopping(Engine engine) => database = new TestDatabase(engine);

    [Test]
    public async Task Commits_what_is_queued()
    {
        var groupCommit = database.StartGroupCommit(options: TestDatabase.NoUpkeep with { MaxUnits = 10 });
        using var held = new HeldGroup(groupCommit);
        await held.Begun;
        var queued = Enumerable.Range(0, 35)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}"))))
            .ToList();

        var stopped = Task.Run(() => groupCommit.Stop(Patience));
        await held.Release();
        await stopped.InTime();

        Assert.That(queued, Is.All.Property(nameof(Task.IsCompletedSuccessfully)).True);
        Assert.That(database.AllAccounts(), Has.Count.EqualTo(35));
    }

    [Test]
    public async Task Deletes_what_was_acked()
    {
        var groupCommit = database.StartGroupCommit(
            options: TestDatabase.NoUpkeep with { IdleDelay = TimeSpan.FromHours(1) });
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 1)))).InTime();
        var row = database.Outbox().Single();
        groupCommit.Acknowledge(row.Owner, row.Number);

        groupCommit.Stop(Patience);

        Assert.That(database.Outbox(), Is.Empty);
    }

    [Test]
    public async Task Ends_within_its_patience_while_the_database_is_away_and_refuses_what_is_queued()
    {
        var dialect = new FaultyDialect(database.Dialect);
        var groupCommit = database.StartGroupCommit(dialect);
        dialect.OnBegin = _ => throw FaultyDialect.Away();
        var queued = Enumerable.Range(0, 5)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}"))))
            .ToList();
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");

        var stopped = Task.Run(() => groupCommit.Stop(TimeSpan.FromMilliseconds(100)));
        await stopped.InTime();

        foreach (var unit in queued)
            Assert.That((await unit.Outcome())?.Message, Does.Contain("the database does not answer"));
        Assert.That(database.AllAccounts(), Is.Empty);
    }

    [Test]
    public void Afterwards_nothing_is_taken_any_more()
    {
        var groupCommit = database.StartGroupCommit();
        groupCommit.Stop(Patience);

        Assert.That(() => groupCommit.Execute(new ScriptedUnit(_ => { })), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_unit_that_comes_at_that_very_moment_is_either_committed_or_refused()
    {
        for (var round = 0; round < 20; round++)
        {
            using var another = new TestDatabase();
            using var groupCommit = another.StartGroupCommit();
            var executing = Task.Run(async () =>
            {
                // Until it is refused: the last one taken must have been committed, too.
                while (true)
                    await groupCommit.Execute(new ScriptedUnit(_ => { })).InTime();
            });
            await groupCommit.Execute(new ScriptedUnit(_ => { })).InTime();

            groupCommit.Stop(Patience);

            Assert.That(await executing.Outcome(), Is.TypeOf<ObjectDisposedException>());
        }
    }

    [Test]
    public void Twice_is_once()
    {
        var groupCommit = database.StartGroupCommit();

        groupCommit.Stop(Patience);
        groupCommit.Stop(Patience);
        groupCommit.Dispose();
    }

    public void Dispose() => database.Dispose();
}
