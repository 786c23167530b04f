namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CancelledUnits : IDisposable
{
    private readonly TestDatabase database;

    public CancelledUnits(Engine engine) => database = new TestDatabase(engine);
    private readonly CancellationTokenSource cancellation = new();

    [Test]
    public async Task Taken_out_of_the_queue_a_unit_leaves_nothing()
    {
        var groupCommit = database.NewGroupCommit();
        var unit = new ScriptedUnit(unit => unit.Open("cancelled"));
        var cancelled = groupCommit.Execute(unit, cancellation.Token);
        var other = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("other")));

        await cancellation.CancelAsync();
        groupCommit.Start();

        Assert.That(await cancelled.Outcome(), Is.TypeOf<TaskCanceledException>());
        Assert.That(await other.Outcome(), Is.Null);
        Assert.That(unit.Applications, Is.Zero);
        Assert.That(database.AllAccounts().Single().Owner, Is.EqualTo("other"));
    }

    [Test]
    public void Cancelled_beforehand_it_is_not_even_queued()
    {
        var groupCommit = database.NewGroupCommit();

        var executed = groupCommit.Execute(new ScriptedUnit(_ => { }), new CancellationToken(canceled: true));

        Assert.That(executed.IsCanceled, Is.True);
    }

    [Test]
    public async Task Once_applied_it_is_committed_and_says_so()
    {
        var groupCommit = database.StartGroupCommit();

        var executed = groupCommit.Execute(
            new ScriptedUnit(unit =>
            {
                unit.Open("applied");
                cancellation.Cancel();
            }),
            cancellation.Token);

        Assert.That(await executed.Outcome(), Is.Null);
        Assert.That(database.AccountOf("applied"), Is.Not.Null);
    }

    public void Dispose()
    {
        cancellation.Dispose();
        database.Dispose();
    }
}
