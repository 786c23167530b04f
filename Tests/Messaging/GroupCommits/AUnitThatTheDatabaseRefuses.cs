using System.Data.Common;
using Messaging;

namespace Tests.Messaging;

/// <summary>
/// Who is guilty shows only when a group is saved: it is applied again, in halves, until the guilty one is alone.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AUnitThatTheDatabaseRefuses : IDisposable
{
    private readonly TestDatabase database;
    private readonly GroupCommit<LedgerContext> groupCommit;

    public AUnitThatTheDatabaseRefuses(Engine engine)
    {
        database = new TestDatabase(engine);
        groupCommit = database.NewGroupCommit();
    }

    [TestCase(0)]
    [TestCase(123)]
    [TestCase(499)]
    public async Task Is_found_among_500_and_fails_alone(int place)
    {
        database.OpenAccount("taken");
        var units = Enumerable.Range(0, 500).Select(n => groupCommit.Execute(new ScriptedUnit(unit =>
        {
            var account = unit.Open(n == place ? "taken" : $"owner {n}");
            unit.Produce(new Deposited(account, n));
        })).Outcome()).ToList();

        groupCommit.Start();
        var outcomes = await Task.WhenAll(units).InTime();

        Assert.That(outcomes[place], Is.InstanceOf<DbException>().With.Message.Contains(database.Engine.DuplicateKey));
        Assert.That(outcomes.Count(outcome => outcome is null), Is.EqualTo(499));
        Assert.That(database.AllAccounts(), Has.Count.EqualTo(500));
        Assert.That(database.Outbox().Select(row => row.Number), Is.EqualTo(Enumerable.Range(1, 499)));
        Assert.That(database.AllHandedOver().Select(sent => sent.Number), Is.EqualTo(Enumerable.Range(1, 499)));
        Assert.That(
            database.HandedOver.Select(sent => LedgerMessages.Read<Deposited>(sent.Message.Value).Number),
            Is.EqualTo(Enumerable.Range(0, 500).Where(n => n != place)), "they keep the order of their units");
    }

    [Test]
    public async Task Does_not_hide_another_one()
    {
        database.OpenAccount("taken");
        database.OpenAccount("taken too");
        var units = Enumerable.Range(0, 20).Select(n => groupCommit.Execute(new ScriptedUnit(unit =>
            unit.Open(n switch { 3 => "taken", 4 => "taken too", _ => $"owner {n}" }))).Outcome()).ToList();

        groupCommit.Start();
        var outcomes = await Task.WhenAll(units).InTime();

        Assert.That(
            Enumerable.Range(0, 20).Where(n => outcomes[n] is not null), Is.EqualTo([3, 4]));
    }

    [Test]
    public async Task Takes_its_result_from_those_that_had_built_on_it()
    {
        database.OpenAccount("taken");
        var account = database.OpenAccount("shared", balance: 1);
        var guilty = groupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Open("taken");
            unit.Deposit(account, 10);
        }));
        var builtOnIt = groupCommit.Execute(new ScriptedUnit(unit =>
            unit.Deposit(account, unit.Find(Accounts.Table, account)!.Balance)));

        groupCommit.Start();

        Assert.That(await guilty.Outcome(), Is.Not.Null);
        Assert.That(await builtOnIt.Outcome(), Is.Null);
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(2));
    }

    [Test]
    public async Task Because_its_row_was_stale_is_applied_again_on_the_row_as_it_is_and_so_are_the_others()
    {
        var account = database.OpenAccount("shared", balance: 1);
        var attempts = 0;
        var late = new ScriptedUnit(unit =>
        {
            unit.Deposit(account, 10);

            // Another writer is faster, once.
            if (attempts++ == 0)
                unit.Execute("UPDATE accounts SET balance = 5, version = 7 WHERE id = @p0", account);
        });
        var other = new ScriptedUnit(unit => unit.Deposit(account, 100));
        var units = new[] { groupCommit.Execute(late), groupCommit.Execute(other) };

        groupCommit.Start();
        await Task.WhenAll(units).InTime();

        Assert.That((late.Applications, other.Applications), Is.EqualTo((2, 2)));
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(111));
        Assert.That(database.Groups(), Is.EqualTo(1));
    }

    /// <summary>Two processes at one order, say, and a person who cancels it.</summary>
    [Test]
    public async Task Because_others_are_faster_several_times_is_committed_in_the_end()
    {
        var contested = database.OpenAccount("contested");
        var attempts = 0;
        var slow = new ScriptedUnit(unit =>
        {
            unit.Deposit(contested, 10);
            if (attempts++ < 6)
                unit.Execute("UPDATE accounts SET version = version + 1 WHERE id = @p0", contested);
        });
        var done = groupCommit.Execute(slow);

        groupCommit.Start();

        await done.InTime();
        Assert.That(slow.Applications, Is.EqualTo(7));
        Assert.That(database.AccountOf("contested").Balance, Is.EqualTo(10));
    }

    [Test]
    public async Task Because_its_row_is_always_stale_fails_alone()
    {
        var contested = database.OpenAccount("contested");
        var calm = database.OpenAccount("calm");
        var guilty = groupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Deposit(contested, 10);
            unit.Execute("UPDATE accounts SET version = version + 1 WHERE id = @p0", contested);
        }));
        var innocent = groupCommit.Execute(new ScriptedUnit(unit => unit.Deposit(calm, 1)));

        groupCommit.Start();

        Assert.That(await guilty.Outcome(), Is.TypeOf<StaleRowException>()
            .With.Message.EndsWith($"has changed some after they were read: {contested}."));
        Assert.That(await innocent.Outcome(), Is.Null);
        Assert.That(database.AccountOf("calm").Balance, Is.EqualTo(1));
    }

    [Test]
    public async Task By_a_statement_of_its_own_fails_alone_with_the_databases_own_words()
    {
        database.OpenAccount("taken");
        var guilty = groupCommit.Execute(new ScriptedUnit(unit => unit.Execute(
            "INSERT INTO accounts (id, owner, balance, version) VALUES (@p0, 'taken', 0, 0)", Guid.NewGuid())));
        var innocent = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("innocent")));

        groupCommit.Start();

        Assert.That(
            await guilty.Outcome(), Is.InstanceOf<DbException>().With.Message.Contains(database.Engine.DuplicateKey));
        Assert.That(await innocent.Outcome(), Is.Null);
    }

    /// <summary>The transaction may be over by then: what the others write would be on its own.</summary>
    [Test]
    public async Task And_that_swallows_it_fails_all_the_same()
    {
        database.OpenAccount("taken");
        var guilty = groupCommit.Execute(new ScriptedUnit(unit =>
        {
            Assert.Throws(Is.InstanceOf<DbException>(), () => unit.Execute(
                "INSERT INTO accounts (id, owner, balance, version) VALUES (@p0, 'taken', 0, 0)", Guid.NewGuid()));
            unit.Open("after it");
        }));
        var innocent = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("innocent")));

        groupCommit.Start();

        Assert.That(await guilty.Outcome(), Has.Message.Contains("went on after a statement had failed"));
        Assert.That(await innocent.Outcome(), Is.Null);
        Assert.That(database.AllAccounts().Select(account => account.Owner), Is.EquivalentTo(["taken", "innocent"]));
    }

    public void Dispose() => database.Dispose();
}
