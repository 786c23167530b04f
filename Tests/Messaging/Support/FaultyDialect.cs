using System.Data.Common;
using Messaging;
using Microsoft.Data.Sqlite;

namespace Tests.Messaging;

/// <summary>SQLite that fails where a test wants it to. Transaction 1 is the one that begins as a new owner.</summary>
internal sealed class FaultyDialect : SqliteDialect
{
    public const int Busy = 5;

    private int begun;
    private int committed;

    /// <summary>Called with the number of each transaction that begins; may throw.</summary>
    public Action<int> OnBegin { get; set; } = _ => { };

    /// <summary>What happens to the commit of a number.</summary>
    public Func<int, CommitFault> OnCommit { get; set; } = _ => CommitFault.None;

    /// <summary>Called with each connection that was opened to write; may throw.</summary>
    public Action<DbConnection> OnOpen { get; set; } = _ => { };

    public int Begun => Volatile.Read(ref begun);

    public override string Begin
    {
        get
        {
            OnBegin(Interlocked.Increment(ref begun));
            return base.Begin;
        }
    }

    public override void Commit(SqlSession session)
    {
        var fault = OnCommit(Interlocked.Increment(ref committed));
        if (fault == CommitFault.LostBefore)
            throw Lost();
        base.Commit(session);
        if (fault == CommitFault.LostAfter)
            throw Lost();
    }

    public override DbConnection Open(string connectionString, bool readOnly)
    {
        var connection = base.Open(connectionString, readOnly);
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

    public static SqliteException Away() => new("the database does not answer", Busy);

    private static SqliteException Lost() => new("the answer to the commit was lost", 1);
}

internal enum CommitFault
{
    None,

    /// <summary>The connection breaks before the commit has arrived: nothing is in.</summary>
    LostBefore,

    /// <summary>The connection breaks before the answer has arrived: everything is in.</summary>
    LostAfter,
}
