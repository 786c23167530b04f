using Messaging;

namespace Tests.Messaging;

/// <summary>Nobody is guilty of it: what is queued waits and succeeds.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ADatabaseThatIsAway : IDisposable
{
    private readonly TestDatabase database = new();
    private readonly FaultyDialect dialect = new();
    private readonly CancellationTokenSource cancellation = new();
    private readonly GroupCommit<LedgerContext> groupCommit;
    private volatile bool isAway;

    public ADatabaseThatIsAway()
    {
        dialect.OnBegin = _ =>
        {
            if (isAway)
                throw FaultyDialect.Away();
        };
        groupCommit = database.StartGroupCommit(dialect, new GroupCommitOptions { MaxPause = TimeSpan.FromMilliseconds(5) });
    }

    [Test]
    public async Task Keeps_units_waiting_and_fails_none()
    {
        isAway = true;
        var units = Enumerable.Range(0, 5).Select(n => groupCommit.Execute(new ScriptedUnit(unit => unit.Open($"owner {n}")))).ToList();
        await Eventually.Holds(() => dialect.Begun > 4, "it was tried several times");
        Assert.That(units, Is.All.Property(nameof(Task.IsCompleted)).False);
        Assert.That(groupCommit.Trouble, Does.Contain("the database does not answer"));

        isAway = false;
        await Task.WhenAll(units).InTime();

        Assert.That(database.AllAccounts(), Has.Count.EqualTo(5));
        Assert.That(groupCommit.Trouble, Is.Null);
    }

    [Test]
    public async Task Leaves_it_to_each_waiter_to_give_up()
    {
        isAway = true;
        var impatient = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("impatient")), cancellation.Token);
        var patient = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("patient")));
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");

        await cancellation.CancelAsync();
        Assert.That(await impatient.Outcome(), Is.TypeOf<TaskCanceledException>());
        isAway = false;
        await patient.InTime();

        Assert.That(database.AllAccounts().Single().Owner, Is.EqualTo("patient"));
    }

    [Test]
    public async Task Is_known_to_be_away_within_seconds_when_another_process_holds_its_file()
    {
        using var another = new SqlSession(new SqliteDialect(), database.ConnectionString);
        another.Begin();
        var unit = groupCommit.Execute(new ScriptedUnit(unit => unit.Open("late")));
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");

        another.Rollback();

        await unit.InTime();
    }

    [Test]
    public async Task Keeps_its_acked_rows_until_it_is_back()
    {
        await groupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 1)))).InTime();
        var row = database.Outbox().Single();
        isAway = true;
        groupCommit.Acknowledge(row.Owner, row.Number);
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is known to be away");
        Assert.That(database.Outbox(), Has.Count.EqualTo(1));

        isAway = false;

        await Eventually.Holds(() => database.Outbox().Count == 0, "the row is deleted");
    }

    [Test]
    public async Task Is_waited_for_where_it_fails_a_units_own_statement_too()
    {
        var attempts = 0;
        var unit = new ScriptedUnit(unit =>
        {
            unit.Open("late");
            if (attempts++ < 3)
                throw FaultyDialect.Away();
        });

        await groupCommit.Execute(unit).InTime();

        Assert.That(unit.Applications, Is.EqualTo(4));
        Assert.That(database.AllAccounts(), Has.Count.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Is_what_a_full_one_is_whether_EF_writes_or_not(bool isSaga)
    {
        long mostPages = 0;
        dialect.OnOpen = connection => SetMostPages(connection, Interlocked.Read(ref mostPages));
        isAway = true;
        var large = groupCommit.Execute(new ScriptedUnit(unit =>
        {
            if (isSaga)
                unit.Transfers().Add(new Transfer { CorrelationId = Guid.NewGuid(), CurrentState = new string('x', 400_000) });
            else
                unit.Open(new string('x', 400_000));
        }));
        await Eventually.Holds(() => groupCommit.Trouble is not null, "the database is away, so that its connection is a new one");
        Interlocked.Exchange(ref mostPages, database.Number("PRAGMA page_count") + 10);
        isAway = false;
        await Eventually.Holds(() => groupCommit.Trouble?.Contains("full", StringComparison.Ordinal) == true, "the database is full");
        Assert.That(large.IsCompleted, Is.False);

        Interlocked.Exchange(ref mostPages, 1_000_000);
        await large.InTime();

        Assert.That(database.Number(isSaga ? "SELECT COUNT(*) FROM transfers" : "SELECT COUNT(*) FROM accounts"), Is.EqualTo(1));
    }

    public void Dispose()
    {
        cancellation.Dispose();
        database.Dispose();
    }

    private static void SetMostPages(System.Data.Common.DbConnection connection, long pages)
    {
        if (pages == 0)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count = {pages}";
        command.ExecuteNonQuery();
    }
}
