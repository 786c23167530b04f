using System.Collections.Concurrent;

namespace Tests.Messaging;

/// <summary>What processes that are dead have left in the outbox is the next one's to send.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AdoptingTheDead : IDisposable
{
    private readonly TestDatabase database;

    public AdoptingTheDead(Engine engine) => database = new TestDatabase(engine);

    [Test]
    public async Task Their_rows_are_named_in_the_order_of_their_starts()
    {
        var first = await LeaveRow();
        var second = await LeaveRow();

        var adopted = database.NewGroupCommit().Start();

        Assert.That(adopted, Is.EqualTo([first, second]));
    }

    [Test]
    public async Task What_a_dead_process_had_adopted_goes_with_it()
    {
        var first = await LeaveRow();
        var second = await LeaveRow();
        using (var third = database.NewGroupCommit())
            third.Start();

        Assert.That(database.NewGroupCommit().Start(), Is.EqualTo([first, second]));
        Assert.That(database.Outbox(), Has.Count.EqualTo(2), "no row is rewritten or lost");
    }

    [Test]
    public void A_process_that_has_nothing_left_to_send_leaves_no_owner_behind()
    {
        using (var groupCommit = database.NewGroupCommit())
            groupCommit.Start();

        Assert.That(database.Number("SELECT COUNT(*) FROM outbox_owners"), Is.Zero);
    }

    [Test]
    public async Task One_that_was_killed_is_forgotten_once_its_rows_are_gone()
    {
        await LeaveRow();
        database.Execute("DELETE FROM outbox");

        Assert.That(database.NewGroupCommit().Start(), Is.Empty);
        Assert.That(database.Number("SELECT COUNT(*) FROM outbox_owners"), Is.EqualTo(1));
    }

    [Test]
    public async Task Their_rows_are_named_later_where_the_database_is_away_at_the_start()
    {
        var dead = await LeaveRow();
        var dialect = new FaultyDialect(database.Dialect) { IsGone = true };
        var groupCommit = database.NewGroupCommit(dialect);
        var adopted = new ConcurrentQueue<Guid>();
        groupCommit.Adopted = owners => owners.ToList().ForEach(adopted.Enqueue);

        Assert.That(groupCommit.Start(), Is.Empty);
        var unit = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("late")));
        await Eventually.Holds(() => dialect.Begun > 2, "it is tried again");
        Assert.That(groupCommit.Trouble, Does.Contain("the database does not answer"));
        dialect.IsGone = false;

        await unit.InTime();
        await Eventually.Holds(() => adopted.Contains(dead), "they are named");
        Assert.That(groupCommit.Trouble, Is.Null);
    }

    [Test]
    public async Task Their_rows_are_named_though_the_first_group_of_the_new_owner_fails()
    {
        var dead = await LeaveRow();

        // The first transaction is the start, the second begins as a new owner, the third would adopt.
        var dialect = new FaultyDialect(database.Dialect)
        {
            OnBegin = transaction =>
            {
                if (transaction is 1 or 3)
                    throw FaultyDialect.Away();
            },
        };
        var groupCommit = database.NewGroupCommit(dialect);
        var adopted = new ConcurrentQueue<Guid>();
        groupCommit.Adopted = owners => owners.ToList().ForEach(adopted.Enqueue);

        Assert.That(groupCommit.Start(), Is.Empty);
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("first"))).InTime();

        await Eventually.Holds(() => adopted.Contains(dead), "they are named");
    }

    public void Dispose() => database.Dispose();

    private async Task<Guid> LeaveRow()
    {
        using var groupCommit = database.NewGroupCommit();
        groupCommit.Start();
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 1)))).InTime();
        return database.Outbox().Select(row => row.Owner).Max();
    }
}
