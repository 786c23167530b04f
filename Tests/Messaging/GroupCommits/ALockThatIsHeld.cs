using Messaging;

namespace Tests.Messaging;

/// <summary>
/// Another process has frozen in the midst of a group. The few units that want what it holds wait, the others go on.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Servers))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ALockThatIsHeld : IDisposable
{
    private readonly TestDatabase database;
    private readonly Guid held;
    private readonly SqlSession frozen;

    public ALockThatIsHeld(Engine engine)
    {
        database = new TestDatabase(engine);
        held = database.OpenAccount("held");
        frozen = new SqlSession(database.Dialect, database.ConnectionString);
        frozen.Begin();
        frozen.Execute("UPDATE accounts SET balance = 1, version = version + 1 WHERE id = @p0", held);
    }

    [Test]
    public async Task Holds_up_nobody_but_those_who_want_what_it_holds()
    {
        var groupCommit = database.NewGroupCommit();
        var locked = new[] { Deposit(groupCommit, 10), Deposit(groupCommit, 100) };
        var others = Enumerable.Range(0, 20)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}")))).ToList();

        groupCommit.Start();
        await Task.WhenAll(others).InTime();
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("later"))).InTime();
        Assert.That(locked.Select(unit => unit.IsCompleted), Is.All.False);

        frozen.Rollback();
        await Task.WhenAll(locked).InTime();
        Assert.That(database.AccountOf("held").Balance, Is.EqualTo(110));
    }

    [Test]
    public async Task Holds_up_nobody_who_has_given_up()
    {
        var groupCommit = database.StartGroupCommit();
        using var patience = new CancellationTokenSource();
        var locked = groupCommit.Execute(new ScriptedUnit(unit => unit.Deposit(held, 10)), patience.Token);
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("other"))).InTime();

        await patience.CancelAsync();

        Assert.That(await locked.Outcome(), Is.TypeOf<TaskCanceledException>());
    }

    [Test]
    public async Task Holds_up_no_stop()
    {
        var groupCommit = database.StartGroupCommit();
        var locked = groupCommit.Execute(new ScriptedUnit(unit => unit.Deposit(held, 10)));
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("other"))).InTime();

        await Task.Run(() => groupCommit.Stop(TimeSpan.FromMinutes(1))).InTime();

        Assert.That(await locked.Outcome(), Is.InstanceOf<OperationCanceledException>());
    }

    public void Dispose()
    {
        frozen.Dispose();
        database.Dispose();
    }

    private Task Deposit(GroupCommit groupCommit, long amount) =>
        groupCommit.Execute(new ScriptedUnit(unit => unit.Deposit(held, amount)));
}
