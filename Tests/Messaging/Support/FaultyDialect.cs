using System.Data.Common;
using Messaging;

namespace Tests.Messaging;

/// <summary>
/// A database that fails where a test wants it to. Transaction 1 is the one that begins as a new owner.
/// </summary>
internal sealed class FaultyDialect(SqlDialect dialect) : SqlDialect
{
    private int begun;
    private int committed;

    public FaultyDialect()
        : this(new SqliteDialect())
    {
    }

    /// <summary>No transaction begins while it is.</summary>
    public volatile bool IsGone;

    /// <summary>Called with the number of each transaction that begins; may throw.</summary>
    public Action<int> OnBegin { get; set; } = _ => { };

    /// <summary>What happens to the commit of a number.</summary>
    public Func<int, CommitFault> OnCommit { get; set; } = _ => CommitFault.None;

    /// <summary>Called with each connection that was opened to write; may throw.</summary>
    public Action<DbConnection> OnOpen { get; set; } = _ => { };

    public int Begun => Volatile.Read(ref begun);

    public override bool IsSoleUser => dialect.IsSoleUser;

    public override string Begin
    {
        get
        {
            OnBegin(Interlocked.Increment(ref begun));
            if (IsGone)
                throw Away();
            return dialect.Begin;
        }
    }

    internal override TableAccess Rows => dialect.Rows;

    internal override string RenewOwner => dialect.RenewOwner;

    internal override string ReadLastGroup => dialect.ReadLastGroup;

    public static DbException Away() => new ScriptedException("the database does not answer", isAway: true);

    public override void Commit(SqlSession session)
    {
        var fault = OnCommit(Interlocked.Increment(ref committed));
        if (fault == CommitFault.LostBefore)
            throw Lost();
        dialect.Commit(session);
        if (fault == CommitFault.LostAfter)
            throw Lost();
    }

    public override DbConnection Open(string connectionString, bool readOnly)
    {
        var connection = dialect.Open(connectionString, readOnly);
        try
        {
            OnOpen(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override object ToDatabase(object? value) => dialect.ToDatabase(value);

    public override string Now(TimeSpan offset) => dialect.Now(offset);

    public override bool IsUnavailable(Exception exception) =>
        exception is ScriptedException { IsAway: true } || dialect.IsUnavailable(exception);

    public override bool IsAway(Exception exception) =>
        exception is ScriptedException { IsAway: true } || dialect.IsAway(exception);

    public override bool IsContention(Exception exception) => dialect.IsContention(exception);

    internal override string? WaitForLocks(TimeSpan longest) => dialect.WaitForLocks(longest);

    public override bool IsFatal(Exception exception) => dialect.IsFatal(exception);

    internal override void Set(DbParameter parameter, object? value) => dialect.Set(parameter, value);

    internal override string First(string most, string columns, string from) => dialect.First(most, columns, from);

    internal override string ClaimOldest(Table table, string until, string most, string condition) =>
        dialect.ClaimOldest(table, until, most, condition);

    internal override string Adopt(string condition) => dialect.Adopt(condition);

    internal override string Unlocked(string table) => dialect.Unlocked(table);

    internal override string SkipLocked => dialect.SkipLocked;

    private static ScriptedException Lost() => new("the answer to the commit was lost", isAway: false);

    private sealed class ScriptedException(string message, bool isAway) : DbException(message)
    {
        public bool IsAway => isAway;
    }
}

internal enum CommitFault
{
    None,

    /// <summary>The connection breaks before the commit has arrived: nothing is in.</summary>
    LostBefore,

    /// <summary>The connection breaks before the answer has arrived: everything is in.</summary>
    LostAfter,
}
