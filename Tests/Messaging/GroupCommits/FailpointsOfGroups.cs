using System.Collections.Concurrent;
using Messaging;

namespace Tests.Messaging;

/// <summary>Which groups come to the steps at which a test lets a process die.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FailpointsOfGroups : IDisposable
{
    private static readonly string[] Steps =
        [Failpoint.AfterLoad, Failpoint.AfterApply, Failpoint.BeforeCommit, Failpoint.AfterCommit];

    private readonly ConcurrentQueue<string> struck = new();
    private readonly TestDatabase database;

    public FailpointsOfGroups(Engine engine)
    {
        database = new TestDatabase(engine);
        Failpoint.Arm(ArmedFailpoints.TryParse(
            string.Join(';', Steps.Select(step => $"{step}=delay:0@*")), (name, _) => struck.Enqueue(name), out _));
    }

    [Test]
    public async Task Those_with_units_do()
    {
        var groupCommit = database.StartGroupCommit();

        await groupCommit.Execute(new ScriptedUnit(unit => unit.Open("owner"))).InTime();

        Assert.That(struck, Is.EqualTo(Steps));
    }

    [Test]
    public async Task One_that_only_removes_what_is_acked_does_not()
    {
        var groupCommit = database.StartGroupCommit();
        await groupCommit.Execute(
            new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 1)))).InTime();
        struck.Clear();

        groupCommit.Acknowledge(database.Outbox().Single().Owner, 1);

        await Eventually.Holds(() => database.Outbox().Count == 0, "the row is deleted");
        Assert.That(struck, Is.Empty);
    }

    public void Dispose()
    {
        Failpoint.Arm(null);
        database.Dispose();
    }
}
