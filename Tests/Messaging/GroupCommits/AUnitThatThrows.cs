using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AUnitThatThrows : IDisposable
{
    private readonly TestDatabase database;
    private readonly GroupCommit<LedgerContext> groupCommit;

    public AUnitThatThrows(Engine engine)
    {
        database = new TestDatabase(engine);
        groupCommit = database.NewGroupCommit();
    }

    [Test]
    public async Task Fails_its_own_waiter_and_nobody_else()
    {
        var before = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("before")));
        var guilty = groupCommit.Execute(new ScriptedUnit(_ => throw new NotSupportedException("no")));
        var after = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("after")));

        groupCommit.Start();

        Assert.That(await guilty.Outcome(), Is.TypeOf<NotSupportedException>().With.Message.EqualTo("no"));
        Assert.That(await before.Outcome(), Is.Null);
        Assert.That(await after.Outcome(), Is.Null);
        Assert.That(database.AllAccounts().Select(account => account.Owner), Is.EqualTo(["after", "before"]));
        Assert.That(database.Groups(), Is.EqualTo(1), "nothing had to be applied again");
    }

    [Test]
    public async Task Leaves_nothing_of_what_it_did()
    {
        var changed = database.OpenAccount("changed", balance: 1);
        var removed = database.OpenAccount("removed", balance: 1);
        var guilty = groupCommit.Execute(new ScriptedUnit(
            unit =>
            {
                unit.Deposit(changed, 10);
                unit.Deposit(changed, 10);
                unit.Delete(Accounts.Table, removed);
                unit.Open("added");
                unit.Produce(new Deposited(changed, 1));
                throw new NotSupportedException();
            },
            changed, removed));

        groupCommit.Start();
        await guilty.Outcome();

        Assert.That(
            database.AllAccounts().Select(account => (account.Owner, account.Balance, account.Version)),
            Is.EqualTo([("changed", 1, 0), ("removed", 1, 0)]));
        Assert.That(database.Outbox(), Is.Empty);
        Assert.That(database.AllHandedOver(), Is.Empty);
    }

    [Test]
    public async Task Takes_back_its_own_part_and_keeps_what_earlier_units_did_to_the_same_rows()
    {
        var account = database.OpenAccount("shared");
        var fresh = Guid.NewGuid();
        long seenByTheLast = 0;
        var units = new[]
        {
            new ScriptedUnit(unit =>
            {
                unit.Deposit(account, 1);
                unit.Insert(Accounts.Table, new Account { Id = fresh, Owner = "fresh" });
                unit.Produce(new Deposited(account, 1));
            }),
            new ScriptedUnit(unit =>
            {
                unit.Deposit(account, 10);
                unit.Delete(Accounts.Table, fresh);
                unit.Produce(new Deposited(account, 10));
                throw new NotSupportedException();
            }),
            new ScriptedUnit(unit =>
            {
                seenByTheLast = unit.Find(Accounts.Table, account)!.Balance;
                unit.Deposit(account, 100);
                unit.Deposit(fresh, 7);
                unit.Produce(new Deposited(account, 100));
            }),
        };
        var outcomes = Array.ConvertAll(units, unit => groupCommit.Execute(unit).Outcome());

        groupCommit.Start();
        await Task.WhenAll(outcomes).InTime();

        Assert.That(seenByTheLast, Is.EqualTo(1));
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(101));
        Assert.That(database.AccountOf("fresh").Balance, Is.EqualTo(7));
        Assert.That(Sent(), Is.EqualTo([1L, 100]));
    }

    [Test]
    public async Task Leaves_no_gap_in_the_numbers_of_the_outbox()
    {
        var units = Enumerable.Range(1, 9).Select(n => groupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Produce(new Deposited(Guid.NewGuid(), n));
            if (n % 3 == 0)
                throw new NotSupportedException();
        })).Outcome()).ToList();

        groupCommit.Start();
        await Task.WhenAll(units).InTime();
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 10)))).InTime();

        Assert.That(database.Outbox().Select(row => row.Number), Is.EqualTo(Enumerable.Range(1, 7)));
        Assert.That(Sent(), Is.EqualTo([1L, 2, 4, 5, 7, 8, 10]));
    }

    [Test]
    public async Task May_be_executed_again()
    {
        var isGuilty = true;
        var unit = new ScriptedUnit(unit =>
        {
            unit.Open("again");
            if (isGuilty)
                throw new NotSupportedException();
        });
        groupCommit.Start();
        await groupCommit.Execute(unit).Outcome();

        isGuilty = false;
        await groupCommit.Execute(unit).InTime();

        Assert.That(database.AccountOf("again"), Is.Not.Null);
    }

    [Test]
    public async Task By_adding_a_row_that_its_group_has_already_is_the_only_one_refused()
    {
        var id = Guid.NewGuid();
        var first = groupCommit.Execute(new ScriptedUnit(unit => unit.Insert(
            Accounts.Table, new Account { Id = id, Owner = "first" })));
        var second = groupCommit.Execute(new ScriptedUnit(unit => unit.Insert(
            Accounts.Table, new Account { Id = id, Owner = "second" })));

        groupCommit.Start();

        Assert.That(await second.Outcome(), Is.TypeOf<DuplicateRowException>());
        Assert.That(await first.Outcome(), Is.Null);
        Assert.That(database.AllAccounts().Single().Owner, Is.EqualTo("first"));
        Assert.That(database.Groups(), Is.EqualTo(1));
    }

    public void Dispose() => database.Dispose();

    private IEnumerable<long> Sent() =>
        database.AllHandedOver().Select(sent => LedgerMessages.Read<Deposited>(sent.Message.Value).Number);
}
