using Messaging;

namespace Tests.Messaging;

/// <summary>
/// The owner row settles whether the group is in. Until it was read nobody is told anything, and nothing is sent.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ACommitThatWasNotAnswered : IDisposable
{
    private readonly TestDatabase database;
    private readonly FaultyDialect dialect;
    private readonly Guid account;
    private readonly List<ScriptedUnit> units;
    private readonly GroupCommit<LedgerContext> groupCommit;
    private readonly List<Task> done;

    public ACommitThatWasNotAnswered(Engine engine)
    {
        database = new TestDatabase(engine);
        dialect = new FaultyDialect(engine.Dialect);
        account = database.OpenAccount("shared");
        groupCommit = database.NewGroupCommit(
            dialect, new GroupCommitOptions { MaxPause = TimeSpan.FromMilliseconds(5) });
        units = [.. Enumerable.Range(1, 10).Select(n => new ScriptedUnit(unit =>
        {
            unit.Deposit(account, n);
            unit.Produce(new Deposited(account, n));
        }))];
        done = units.ConvertAll(unit => groupCommit.Execute(unit));
    }

    [TestCase(CommitFault.LostAfter, 1)]
    [TestCase(CommitFault.LostBefore, 2)]
    public async Task Is_settled_and_each_unit_has_its_effect_once(CommitFault fault, int applications)
    {
        dialect.OnCommit = number => number == 2 ? fault : CommitFault.None;

        groupCommit.Start();
        await Task.WhenAll(done).InTime();

        Assert.That(units.ConvertAll(unit => unit.Applications), Is.All.EqualTo(applications));
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(55));
        Assert.That(database.AccountOf("shared").Version, Is.EqualTo(10));
    }

    [TestCase(CommitFault.LostAfter)]
    [TestCase(CommitFault.LostBefore)]
    public async Task Sends_what_is_in_and_sends_it_once(CommitFault fault)
    {
        dialect.OnCommit = number => number == 2 ? fault : CommitFault.None;

        groupCommit.Start();
        await Task.WhenAll(done).InTime();
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(account, 11)))).InTime();
        await Eventually.Holds(() => database.HandedOver.Count >= 11, "everything is handed over");

        var inTheOutbox = database.Outbox().Select(row => (row.Number, NumberedMessage.Of(row).Message.Id));
        Assert.That(database.HandedOver.Select(sent => (sent.Number, sent.Message.Id)), Is.EqualTo(inTheOutbox));
        Assert.That(database.HandedOver.Select(sent => sent.Number), Is.EqualTo(Enumerable.Range(1, 11)));
    }

    [Test]
    public async Task Is_asked_about_for_as_long_as_the_database_is_away()
    {
        var refused = 0;
        dialect.OnCommit = number => number == 2 ? CommitFault.LostAfter : CommitFault.None;
        dialect.OnOpen = _ =>
        {
            if (dialect.Begun == 2 && refused++ < 5)
            {
                Assert.That(database.HandedOver, Is.Empty);
                Assert.That(done, Is.All.Property(nameof(Task.IsCompleted)).False);
                throw FaultyDialect.Away();
            }
        };

        groupCommit.Start();
        await Task.WhenAll(done).InTime();

        Assert.That(refused, Is.GreaterThan(5));
        Assert.That(units.ConvertAll(unit => unit.Applications), Is.All.EqualTo(1));
        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(55));
    }

    [Test]
    public async Task May_be_lost_again_and_again()
    {
        dialect.OnCommit = number => number switch
        {
            2 or 3 or 4 => CommitFault.LostBefore,
            5 => CommitFault.LostAfter,
            _ => CommitFault.None,
        };

        groupCommit.Start();
        await Task.WhenAll(done).InTime();

        Assert.That(database.AccountOf("shared").Balance, Is.EqualTo(55));
        Assert.That(database.Groups(), Is.EqualTo(1));
    }

    [Test]
    public async Task Stays_unknown_to_its_waiters_when_the_process_stops_before_the_database_is_back()
    {
        dialect.OnCommit = number => number == 2 ? CommitFault.LostAfter : CommitFault.None;
        dialect.OnOpen = _ =>
        {
            if (dialect.Begun == 2)
                throw FaultyDialect.Away();
        };
        groupCommit.Start();
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");

        await Task.Run(() => groupCommit.Stop(TimeSpan.FromMilliseconds(50))).InTime();

        Assert.That(await done[0].Outcome(), Is.Not.Null);
        Assert.That(done, Is.All.Property(nameof(Task.IsFaulted)).True);
        Assert.That(database.HandedOver, Is.Empty);
    }

    public void Dispose() => database.Dispose();
}
