using Messaging;

namespace Tests.Messaging;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ASqliteFileThatIsAway : IDisposable
{
    private readonly TestDatabase database = new();
    private readonly FaultyDialect dialect = new();
    private readonly GroupCommit<LedgerContext> groupCommit;

    public ASqliteFileThatIsAway()
    {
        groupCommit = database.StartGroupCommit(
            dialect, new GroupCommitOptions { MaxPause = TimeSpan.FromMilliseconds(5) });
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
    public async Task Is_opened_later_when_another_process_holds_it_at_the_start()
    {
        using var another = new SqlSession(new SqliteDialect(), database.ConnectionString);
        another.Begin();
        var late = database.NewGroupCommit(options: new GroupCommitOptions { MaxPause = TimeSpan.FromMilliseconds(5) });

        Assert.That(late.Start(), Is.Empty);
        Assert.That(late.Trouble, Does.Contain("locked"));
        another.Rollback();

        await late.Execute(new ScriptedUnit(unit => unit.Open("late"))).InTime();
        Assert.That(late.Trouble, Is.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Is_what_a_full_one_is_whether_EF_writes_or_not(bool isSaga)
    {
        long mostPages = 0;
        dialect.OnOpen = connection => SetMostPages(connection, Interlocked.Read(ref mostPages));
        dialect.IsGone = true;
        var large = groupCommit.Execute(new ScriptedUnit(unit =>
        {
            var text = new string('x', 400_000);
            if (isSaga)
                unit.Transfers().Add(new Transfer { CorrelationId = Guid.NewGuid(), CurrentState = text });
            else
                unit.Open(text);
        }));
        await Eventually.Holds(
            () => groupCommit.Trouble is not null, "the database is away, so that its connection is a new one");
        Interlocked.Exchange(ref mostPages, database.Number("PRAGMA page_count") + 10);
        dialect.IsGone = false;
        await Eventually.Holds(
            () => groupCommit.Trouble?.Contains("full", StringComparison.Ordinal) == true, "the database is full");
        Assert.That(large.IsCompleted, Is.False);

        Interlocked.Exchange(ref mostPages, 1_000_000);
        await large.InTime();

        Assert.That(
            database.Number(isSaga ? "SELECT COUNT(*) FROM transfers" : "SELECT COUNT(*) FROM accounts"),
            Is.EqualTo(1));
    }

    public void Dispose() => database.Dispose();

    private static void SetMostPages(System.Data.Common.DbConnection connection, long pages)
    {
        if (pages == 0)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count = {pages}";
        command.ExecuteNonQuery();
    }
}
