using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Tests.Messaging;

/// <summary>
/// A saga's instances are EF's objects, which a unit changes in place: undoing one means putting its values back.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InstancesOfASagaAreUndone : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
    private readonly TestDatabase database;

    public InstancesOfASagaAreUndone(Engine engine) => database = new TestDatabase(engine);
    private readonly Guid id = Guid.NewGuid();

    [Test]
    public async Task To_the_values_that_were_read()
    {
        await Insert(amount: 1);

        await Run(Guilty(Change(10)));

        Assert.That(Single().Amount, Is.EqualTo(1));
        Assert.That(Single().Version, Is.EqualTo(1));
    }

    [Test]
    public async Task And_are_then_not_written_at_all()
    {
        await Insert(amount: 1);
        database.Execute(database.Engine.RefuseUpdatesOf("transfers"));

        var outcomes = await Run(Guilty(Change(10)), _ => { });

        Assert.That(outcomes[0], Is.TypeOf<NotSupportedException>());
        Assert.That(outcomes[1], Is.Null);
    }

    [Test]
    public async Task To_what_an_earlier_unit_of_the_group_has_made_of_them()
    {
        await Insert(amount: 1);
        long seenByTheLast = 0;

        await Run(Change(10), Guilty(Change(100)), unit =>
        {
            seenByTheLast = unit.Transfers().Find(id)!.Amount;
            Change(1_000)(unit);
        });

        Assert.That(seenByTheLast, Is.EqualTo(11));
        Assert.That(Single().Amount, Is.EqualTo(1_011));
        Assert.That(Single().Version, Is.EqualTo(3));
    }

    [Test]
    public async Task To_nothing_where_the_unit_has_added_them()
    {
        Transfer? seenByTheLast = null;

        await Run(Guilty(Add(5)), unit => seenByTheLast = unit.Transfers().Find(id));

        Assert.That(seenByTheLast, Is.Null);
        Assert.That(All(), Is.Empty);
    }

    [Test]
    public async Task And_may_be_added_again_by_the_next_unit()
    {
        await Run(Guilty(Add(5)), Add(7));

        Assert.That(Single().Amount, Is.EqualTo(7));
    }

    [Test]
    public async Task Where_an_earlier_unit_has_added_them_to_how_it_left_them()
    {
        await Run(Add(5), Guilty(Change(100)), Change(1));

        Assert.That(Single().Amount, Is.EqualTo(6));
    }

    [Test]
    public async Task Where_the_unit_has_removed_them_they_are_there_again()
    {
        await Insert(amount: 1);

        await Run(Guilty(Remove()), Change(10));

        Assert.That(Single().Amount, Is.EqualTo(11));
    }

    [Test]
    public async Task Where_an_earlier_unit_has_added_and_this_one_removed_them_they_are_added()
    {
        await Run(Add(5), Guilty(Remove()));

        Assert.That(Single().Amount, Is.EqualTo(5));
    }

    [Test]
    public async Task Where_the_unit_has_added_and_removed_them_nothing_is_left()
    {
        var outcomes = await Run(
            Guilty(unit =>
            {
                Add(5)(unit);
                Remove()(unit);
            }),
            Add(7));

        Assert.That(outcomes[0], Is.TypeOf<NotSupportedException>());
        Assert.That(outcomes[1], Is.Null);
        Assert.That(Single().Amount, Is.EqualTo(7));
    }

    [Test]
    public async Task A_stale_instance_is_read_and_changed_again()
    {
        await Insert(amount: 1);
        var attempts = 0;

        var outcomes = await Run(unit =>
        {
            Change(10)(unit);
            if (attempts++ == 0)
                unit.Execute("UPDATE transfers SET version = 9 WHERE correlation_id = @p0", id);
        });

        Assert.That(outcomes.Single(), Is.Null);
        Assert.That(attempts, Is.EqualTo(2));
        Assert.That(Single().Amount, Is.EqualTo(11));
    }

    [Test]
    public async Task An_instance_that_is_always_stale_fails_its_unit_alone()
    {
        await Insert(amount: 1);

        var outcomes = await Run(
            unit => unit.Transfers().Add(New(Guid.NewGuid(), 2)),
            unit =>
            {
                Change(10)(unit);
                unit.Execute("UPDATE transfers SET version = version + 1 WHERE correlation_id = @p0", id);
            });

        Assert.That(outcomes[0], Is.Null);
        Assert.That(outcomes[1], Is.TypeOf<DbUpdateConcurrencyException>());
        Assert.That(All(), Has.Count.EqualTo(2));
    }

    public void Dispose() => database.Dispose();

    private static Transfer New(Guid id, long amount) =>
        new() { CorrelationId = id, CurrentState = "Open", Amount = amount, Version = 1 };

    private static Action<UnitOfWork> Guilty(Action<UnitOfWork> apply) => unit =>
    {
        apply(unit);
        throw new NotSupportedException();
    };

    private Action<UnitOfWork> Add(long amount) => unit => unit.Transfers().Add(New(id, amount));

    private Action<UnitOfWork> Change(long amount) => unit =>
    {
        var transfer = unit.Transfers().Find(id)!;
        transfer.Amount += amount;
        transfer.EndedAt = Noon;
        transfer.Version++;
    };

    private Action<UnitOfWork> Remove() => unit => unit.Transfers().Remove(unit.Transfers().Find(id)!);

    private async Task Insert(long amount) => Assert.That((await Run(Add(amount))).Single(), Is.Null);

    /// <summary>In one group.</summary>
    private async Task<List<Exception?>> Run(params Action<UnitOfWork>[] units)
    {
        using var groupCommit = database.NewGroupCommit();
        var outcomes = units.Select(unit => groupCommit.Execute(new ScriptedUnit(unit)).Outcome()).ToList();
        groupCommit.Start();
        return [.. await Task.WhenAll(outcomes).InTime()];
    }

    private Transfer Single() => All().Single();

    private List<Transfer> All()
    {
        using var context = database.Of().OpenContext(null);
        return context.Set<Transfer>().ToList();
    }
}
