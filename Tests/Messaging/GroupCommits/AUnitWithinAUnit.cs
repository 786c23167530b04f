namespace Tests.Messaging;

/// <summary>It would wait for the group that waits for it.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AUnitWithinAUnit : IDisposable
{
    private readonly TestDatabase database;

    public AUnitWithinAUnit(Engine engine) => database = new TestDatabase(engine);

    [Test]
    public async Task Is_refused_at_once()
    {
        var groupCommit = database.StartGroupCommit();

        var outcome = await groupCommit.Execute(new ScriptedUnit(_ =>
            groupCommit.Execute(new ScriptedUnit(_ => { })).Wait())).Outcome();

        Assert.That(outcome, Is.TypeOf<InvalidOperationException>().With.Message.Contains(
            "was executed from within another unit of work of the same database"));
    }

    [Test]
    public async Task Is_refused_on_another_thread_of_the_same_unit_too()
    {
        var groupCommit = database.StartGroupCommit();

        var outcome = await groupCommit.Execute(new ScriptedUnit(_ =>
            Task.Run(() => groupCommit.Execute(new ScriptedUnit(_ => { }))).Wait(TimeSpan.FromSeconds(5)))).Outcome();

        Assert.That(outcome?.GetBaseException(), Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task Of_another_database_is_none_of_its_business()
    {
        using var another = new TestDatabase();
        var groupCommit = database.StartGroupCommit();
        var other = another.StartGroupCommit();

        await groupCommit.Execute(new ScriptedUnit(_ =>
            other.Execute(new ScriptedUnit(unit => unit.Open("there"))).Wait())).InTime();

        Assert.That(another.AccountOf("there"), Is.Not.Null);
    }

    [Test]
    public async Task After_it_is_what_to_do_instead()
    {
        var groupCommit = database.StartGroupCommit();

        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("first"))).InTime();
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("second"))).InTime();

        Assert.That(database.AllAccounts(), Has.Count.EqualTo(2));
    }

    public void Dispose() => database.Dispose();
}
