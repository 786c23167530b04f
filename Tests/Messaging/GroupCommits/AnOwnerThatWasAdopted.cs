using Messaging;

namespace Tests.Messaging;

/// <summary>
/// A process that was taken for dead: another sends its rows now. The owner row, the last statement of every group,
/// lets nothing more appear under the old owner.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AnOwnerThatWasAdopted : IDisposable
{
    private static readonly Guid Adopter = Guid.NewGuid();
    private readonly TestDatabase database;
    private readonly FaultyDialect dialect;
    private readonly Guid account;
    private readonly GroupCommit<LedgerContext> groupCommit;

    public AnOwnerThatWasAdopted(Engine engine)
    {
        database = new TestDatabase(engine);
        dialect = new FaultyDialect(engine.Dialect);
        account = database.OpenAccount("shared");
        groupCommit = database.StartGroupCommit(
            dialect, new GroupCommitOptions { MaxPause = TimeSpan.FromMilliseconds(5) });
    }

    [Test]
    public async Task Rolls_its_group_back_and_applies_it_again_as_a_new_owner()
    {
        await groupCommit.Execute(Deposit(1)).InTime();
        var former = database.Outbox().Single().Owner;
        Adopt();

        var unit = Deposit(10);
        await groupCommit.Execute(unit).InTime();

        Assert.That(unit.Applications, Is.EqualTo(2));
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(11));
        var rows = database.Outbox();
        Assert.That(
            rows.Where(row => row.Owner == former).Select(row => row.Number),
            Is.EqualTo([1L]),
            "the adopter's to send");
        Assert.That(rows.Where(row => row.Owner != former).Select(row => row.Number), Is.EqualTo([1L]));
    }

    [Test]
    public async Task Loses_no_message_and_hands_none_over_twice()
    {
        var done = Enumerable.Range(1, 5).Select(n => groupCommit.Execute(Deposit(n))).ToList();
        await Task.WhenAll(done).InTime();
        Adopt();
        done = [.. Enumerable.Range(6, 5).Select(n => groupCommit.Execute(Deposit(n)))];
        await Task.WhenAll(done).InTime();
        await Eventually.Holds(() => database.HandedOver.Count >= 10, "everything is handed over");

        Assert.That(
            database.HandedOver.Select(sent => LedgerMessages.Read<Deposited>(sent.Message.Value).Number),
            Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(
            database.HandedOver.Select(sent => (sent.Owner, sent.Number)),
            Is.EquivalentTo(database.Outbox().Select(row => (row.Owner, row.Number))));
    }

    [Test]
    public async Task Goes_on_as_the_new_one()
    {
        Adopt();
        await groupCommit.Execute(Deposit(1)).InTime();
        var unit = Deposit(1);
        await groupCommit.Execute(unit).InTime();

        Assert.That(unit.Applications, Is.EqualTo(1));
        Assert.That(database.Groups(), Is.EqualTo(2));
    }

    [Test]
    public async Task Becomes_a_new_one_when_the_database_is_back_should_it_go_away_at_that_moment()
    {
        await groupCommit.Execute(Deposit(1)).InTime();
        Adopt();
        var refused = 0;
        dialect.OnBegin = number =>
        {
            // 1 began as an owner, 2 was the first deposit, 3 finds out, 4 begins as the new owner.
            if (number >= 4 && refused++ < 3)
                throw FaultyDialect.Away();
        };

        await groupCommit.Execute(Deposit(10)).InTime();

        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(11));
    }

    [Test]
    public async Task Adopted_twice_it_begins_twice()
    {
        for (var n = 0; n < 2; n++)
        {
            Adopt();
            await groupCommit.Execute(Deposit(1)).InTime();
        }

        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(2));
        Assert.That(database.Number("SELECT COUNT(*) FROM outbox_owners"), Is.EqualTo(3));
    }

    public void Dispose() => database.Dispose();

    private ScriptedUnit Deposit(long amount) => new(unit =>
    {
        unit.Deposit(account, amount);
        unit.Produce(new Deposited(account, amount));
    });

    private void Adopt() => database.Execute(
        "UPDATE outbox_owners SET adopted_by = @p0 WHERE adopted_by IS NULL", Adopter);
}
