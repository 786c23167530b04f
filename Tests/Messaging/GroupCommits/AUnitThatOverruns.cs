using Messaging;

namespace Tests.Messaging;

/// <summary>
/// What still runs may still write: its group is thrown away, and the others are applied again without it.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AUnitThatOverruns : IDisposable
{
    private readonly TestDatabase database;

    public AUnitThatOverruns(Engine engine) => database = new TestDatabase(engine);

    [Test]
    public async Task Fails_alone_and_the_others_are_applied_again_on_rows_as_they_are()
    {
        var account = database.OpenAccount("shared", balance: 1);
        var groupCommit = database.NewGroupCommit();
        var before = new ScriptedUnit(unit => unit.Deposit(account, 10));
        var slow = new ScriptedUnit(unit =>
        {
            unit.Deposit(account, 1_000);
            throw new UnitOverrunException(TimeSpan.FromSeconds(5));
        });
        var after = new ScriptedUnit(unit => unit.Deposit(account, 100));
        var units = new[] { before, slow, after }.Select(unit => groupCommit.Execute(unit).Outcome()).ToArray();

        groupCommit.Start();
        var outcomes = await Task.WhenAll(units).InTime();

        Assert.That(outcomes[1], Is.TypeOf<UnitOverrunException>()
            .With.Message.StartsWith("A unit of work did not end within 5 s."));
        Assert.That((outcomes[0], outcomes[2]), Is.EqualTo(((Exception?)null, (Exception?)null)));
        Assert.That((before.Applications, slow.Applications, after.Applications), Is.EqualTo((2, 1, 1)));
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(111));
    }

    [Test]
    public async Task Can_change_nothing_any_more_when_it_wakes_up()
    {
        var groupCommit = database.NewGroupCommit();
        UnitOfWork? slow = null;
        var outcome = groupCommit.Execute(new ScriptedUnit(unit =>
        {
            slow = unit;
            throw new UnitOverrunException(TimeSpan.FromSeconds(5));
        })).Outcome();
        groupCommit.Start();
        await outcome;

        Assert.That(() => slow!.Open("too late"), Throws.InvalidOperationException);
    }

    public void Dispose() => database.Dispose();
}
