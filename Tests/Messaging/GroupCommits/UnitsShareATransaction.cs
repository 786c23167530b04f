namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnitsShareATransaction : IDisposable
{
    private readonly TestDatabase database;

    public UnitsShareATransaction(Engine engine) => database = new TestDatabase(engine);

    [Test]
    public async Task What_is_queued_together_is_committed_together()
    {
        var groupCommit = database.NewGroupCommit();
        var units = Enumerable.Range(0, 50)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}"))))
            .ToList();

        groupCommit.Start();
        await Task.WhenAll(units).InTime();

        Assert.That(database.AllAccounts(), Has.Count.EqualTo(50));
        Assert.That(database.Groups(), Is.EqualTo(1));
    }

    [Test]
    public async Task While_one_group_commits_the_next_fills_by_itself()
    {
        var groupCommit = database.StartGroupCommit();
        using var held = new HeldGroup(groupCommit);
        await held.Begun;
        var units = Enumerable.Range(0, 50)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}"))))
            .ToList();

        await held.Release();
        await Task.WhenAll(units).InTime();

        Assert.That(database.Groups(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_group_has_no_more_units_than_its_limit()
    {
        var groupCommit = database.NewGroupCommit(options: TestDatabase.NoUpkeep with { MaxUnits = 10 });
        var units = Enumerable.Range(0, 25)
            .Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}"))))
            .ToList();

        groupCommit.Start();
        await Task.WhenAll(units).InTime();

        Assert.That(database.Groups(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_unit_alone_does_not_wait_for_others()
    {
        var groupCommit = database.StartGroupCommit();

        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("alone"))).InTime();

        Assert.That(database.AccountOf("alone"), Is.Not.Null);
    }

    [Test]
    public async Task Two_units_on_one_row_see_each_others_result([Values] bool isWanted)
    {
        var account = database.OpenAccount("shared", balance: 100);
        Guid[] wanted = isWanted ? [account] : [];
        var groupCommit = database.NewGroupCommit();
        var first = groupCommit.Execute(new ScriptedUnit(unit => unit.Deposit(account, 10), wanted));
        var second = groupCommit.Execute(new ScriptedUnit(
            unit => unit.Deposit(account, unit.Find(Accounts.Table, account)!.Balance), wanted));

        groupCommit.Start();
        await Task.WhenAll(first, second).InTime();

        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(220));
        Assert.That(database.AccountOf("shared").Version, Is.EqualTo(2));
        Assert.That(database.Groups(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_unit_sees_what_an_earlier_one_has_added_or_removed()
    {
        var old = database.OpenAccount("old");
        var fresh = Guid.Empty;
        Account? foundOld = null, foundFresh = null;
        var groupCommit = database.NewGroupCommit();
        var units = new[]
        {
            groupCommit.Execute(new ScriptedUnit(unit =>
            {
                fresh = unit.Open("fresh", balance: 5);
                unit.Find(Accounts.Table, old);
                unit.Delete(Accounts.Table, old);
            })),
            groupCommit.Execute(new ScriptedUnit(unit =>
            {
                foundFresh = unit.Find(Accounts.Table, fresh);
                foundOld = unit.Find(Accounts.Table, old);
                unit.Deposit(fresh, 1);
            })),
        };

        groupCommit.Start();
        await Task.WhenAll(units).InTime();

        Assert.That(foundOld, Is.Null);
        Assert.That(foundFresh!.Balance, Is.EqualTo(5));
        Assert.That(
            database.AllAccounts().Single(),
            Is.EqualTo(new Account { Id = fresh, Owner = "fresh", Balance = 6, Version = 1 }));
    }

    [Test]
    public async Task A_row_that_is_removed_and_added_again_in_one_group_is_replaced()
    {
        var account = database.OpenAccount("again", balance: 100);
        var groupCommit = database.NewGroupCommit();
        var removed = groupCommit.Execute(new ScriptedUnit(
            unit => unit.Delete(Accounts.Table, account), account));
        var added = groupCommit.Execute(new ScriptedUnit(unit => unit.Insert(
            Accounts.Table, new Account { Id = account, Owner = "again", Balance = 1 })));

        groupCommit.Start();
        await Task.WhenAll(removed, added).InTime();

        Assert.That(database.AccountOf("again").Balance, Is.EqualTo(1));
    }

    [Test]
    public async Task All_units_of_a_group_see_one_time()
    {
        var time = new FakeTime();
        var groupCommit = database.NewGroupCommit(time: time);
        var seen = new List<DateTime>();
        var units = Enumerable.Range(0, 3).Select(_ => groupCommit.Execute(new ScriptedUnit(unit =>
        {
            seen.Add(unit.Now);
            time.Advance(TimeSpan.FromSeconds(1));
        }))).ToList();

        groupCommit.Start();
        await Task.WhenAll(units).InTime();

        Assert.That(seen.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_row_that_was_not_found_cannot_be_changed_and_the_error_says_what_to_do()
    {
        var groupCommit = database.StartGroupCommit();

        var outcome = await groupCommit.Execute(new ScriptedUnit(unit => unit.Update(
            Accounts.Table, new Account { Id = Guid.NewGuid(), Owner = "nobody" }))).Outcome();

        Assert.That(outcome, Is.TypeOf<InvalidOperationException>()
            .With.Message.EndsWith("was not found by this unit of work: call Find before changing it."));
    }

    [Test]
    public void Outside_of_a_group_a_unit_has_no_rows() =>
        Assert.That(
            () => new ScriptedUnit(_ => { }).Find(Accounts.Table, Guid.NewGuid()),
            Throws.InvalidOperationException.With.Message.Contains("only from within Apply"));

    public void Dispose() => database.Dispose();
}
