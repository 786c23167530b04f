using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AckedRowsAreDeleted : IDisposable
{
    private readonly TestDatabase database;

    public AckedRowsAreDeleted(Engine engine) => database = new TestDatabase(engine);

    [Test]
    public async Task With_the_next_group()
    {
        var groupCommit = database.StartGroupCommit(
            options: TestDatabase.NoUpkeep with { IdleDelay = TimeSpan.FromHours(1) });
        await Produce(groupCommit, 5);
        Acknowledge(groupCommit, 1, 2, 4);

        await groupCommit.Execute(new ScriptedUnit(_ => { })).InTime();

        Assert.That(database.Outbox().Select(row => row.Number), Is.EqualTo([3L, 5]));
        Assert.That(database.Groups(), Is.EqualTo(2));
    }

    [Test]
    public async Task Also_when_nothing_else_is_to_be_done()
    {
        var groupCommit = database.StartGroupCommit();
        await Produce(groupCommit, 5);

        Acknowledge(groupCommit, 1, 2, 3, 4, 5);

        await Eventually.Holds(() => database.Outbox().Count == 0, "the rows are deleted");
    }

    [Test]
    public async Task Also_when_the_group_they_go_with_fails([Values(0, 3)] int innocent)
    {
        database.OpenAccount("taken");
        var groupCommit = database.StartGroupCommit(
            options: TestDatabase.NoUpkeep with { IdleDelay = TimeSpan.FromHours(1) });
        await Produce(groupCommit, 3);
        using var held = new HeldGroup(groupCommit);
        await held.Begun;
        Acknowledge(groupCommit, 1, 2, 3);
        var guilty = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("taken")));
        for (var n = 0; n < innocent; n++)
            _ = groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {unit.GetHashCode()}")));

        await held.Release();

        Assert.That(await guilty.Outcome(), Is.Not.Null);
        await Eventually.Holds(() => database.Outbox().Count == 0, "the rows are deleted");
    }

    [Test]
    public async Task Also_when_nothing_in_their_group_is_left_to_commit()
    {
        var groupCommit = database.StartGroupCommit(
            options: TestDatabase.NoUpkeep with { IdleDelay = TimeSpan.FromHours(1) });
        using var cancellation = new CancellationTokenSource();
        await Produce(groupCommit, 3);
        using var held = new HeldGroup(groupCommit);
        await held.Begun;
        Acknowledge(groupCommit, 1, 2, 3);
        var cancelled = groupCommit.Execute(new ScriptedUnit(_ => { }), cancellation.Token);
        await cancellation.CancelAsync();

        await held.Release();

        Assert.That(await cancelled.Outcome(), Is.TypeOf<TaskCanceledException>());
        await Eventually.Holds(() => database.Outbox().Count == 0, "the rows are deleted");
    }

    [Test]
    public void As_ranges_without_a_gap_per_owner()
    {
        var first = new Guid("00000000-0000-0000-0000-000000000001");
        var second = new Guid("00000000-0000-0000-0000-000000000002");
        var acked = new AckedRows();
        foreach (var number in new[] { 3L, 1, 2, 7, 8, 5 })
            acked.Add(first, number);
        acked.Add(second, 9);
        acked.Add(second, 4);

        Assert.That(acked.Take(), Is.EqualTo(
        [
            new AckedRange(first, 1, 3), new AckedRange(first, 5, 5), new AckedRange(first, 7, 8),
            new AckedRange(second, 4, 4), new AckedRange(second, 9, 9),
        ]));
        Assert.That(acked.Take(), Is.Empty);
    }

    public void Dispose() => database.Dispose();

    private static Task Produce(GroupCommit groupCommit, int messages) => groupCommit.Execute(new ScriptedUnit(unit =>
    {
        for (var n = 1; n <= messages; n++)
            unit.Produce(new Deposited(Guid.NewGuid(), n));
    })).InTime();

    private void Acknowledge(GroupCommit<LedgerContext> groupCommit, params long[] numbers)
    {
        var owner = database.Outbox()[0].Owner;
        Array.ForEach(numbers, number => groupCommit.Acknowledge(owner, number));
    }
}
