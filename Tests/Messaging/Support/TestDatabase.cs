using System.Globalization;
using Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tests.Messaging;

/// <summary>A database of its own, made by copying one that has the tables.</summary>
internal sealed class TestDatabase(Engine engine) : IDisposable
{
    /// <summary>Nothing is committed but what a test does.</summary>
    public static GroupCommitOptions NoUpkeep { get; } = new()
    {
        UpkeepInterval = TimeSpan.FromHours(1),
        MaxClockSkew = TimeSpan.MaxValue,
    };

    private readonly List<GroupCommit> started = [];

    public TestDatabase()
        : this(Engine.Sqlite)
    {
    }

    public string ConnectionString { get; } = engine.NewDatabase();

    public Engine Engine => engine;

    public SqlDialect Dialect => engine.Dialect;

    /// <summary>What the group commits have handed over to be sent so far, in order.</summary>
    public List<NumberedMessage> HandedOver { get; } = [];

    /// <summary>
    /// The same at the end of the group commits: a group's units are answered before its messages are handed over.
    /// </summary>
    public List<NumberedMessage> AllHandedOver()
    {
        started.ForEach(groupCommit => groupCommit.Stop(TimeSpan.FromSeconds(60)));
        return HandedOver;
    }

    public Database<LedgerContext> Of(SqlDialect? dialect = null) => new(
        dialect ?? Dialect, ConnectionString,
        connection => new LedgerContext(engine.Options(ConnectionString, connection)));

    /// <summary>A group commit that was not started, so that what is queued becomes its first group.</summary>
    public GroupCommit<LedgerContext> NewGroupCommit(
        SqlDialect? dialect = null, GroupCommitOptions? options = null, TimeProvider? time = null)
    {
        var groupCommit = new GroupCommit<LedgerContext>(
            dialect ?? Dialect, ConnectionString, LedgerMessages.Catalogue, time ?? TimeProvider.System,
            options ?? NoUpkeep, NullLogger<GroupCommit<LedgerContext>>.Instance)
        {
            Committed = messages =>
            {
                lock (HandedOver)
                    HandedOver.AddRange(messages);
            },
        };
        started.Add(groupCommit);
        return groupCommit;
    }

    public GroupCommit<LedgerContext> StartGroupCommit(
        SqlDialect? dialect = null, GroupCommitOptions? options = null, TimeProvider? time = null)
    {
        var groupCommit = NewGroupCommit(dialect, options, time);
        groupCommit.Start();
        return groupCommit;
    }

    /// <summary>A unit that was committed before the test begins.</summary>
    public Guid OpenAccount(string owner, long balance = 0)
    {
        using var session = new SqlSession(Dialect, ConnectionString);
        var account = new Account { Id = Guid.NewGuid(), Owner = owner, Balance = balance };
        Dialect.Rows.Insert(session, Accounts.Table, [account]);
        return account.Id;
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var session = new SqlSession(Dialect, ConnectionString);
        return session.Execute(sql, values);
    }

    public long Number(string sql, params ReadOnlySpan<object?> values)
    {
        using var session = new SqlSession(Dialect, ConnectionString, readOnly: true);
        return session.Query(sql, row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture), values).Single();
    }

    public List<TRow> Rows<TRow, TKey>(Table<TRow, TKey> table, string order)
        where TRow : class
        where TKey : notnull
    {
        using var session = new SqlSession(Dialect, ConnectionString, readOnly: true);
        return session.Query(
            $"SELECT {SqlDialect.AllColumns(table)} FROM {table.Name} ORDER BY {order}", table.Materialize);
    }

    public List<Account> AllAccounts() => Rows(Accounts.Table, "owner");

    public Account AccountOf(string owner) => AllAccounts().Single(account => account.Owner == owner);

    public List<OutboxRow> Outbox() => Rows(OutboxTables.Outbox, "owner, number");

    public List<DeadLetterRow> DeadLetters() => Rows(DeadLetterTable.Table, "failed_at");

    /// <summary>How many transactions the living owner has committed.</summary>
    public long Groups() => Number("SELECT MAX(last_group) FROM outbox_owners WHERE adopted_by IS NULL");

    public void Dispose()
    {
        foreach (var groupCommit in started)
            groupCommit.Dispose();
        engine.Delete(ConnectionString);
    }
}
