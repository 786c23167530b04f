using System.Data.Common;
using System.Globalization;
using Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Orders.Testing;

/// <summary>
/// A database server of a simulated installation: SQLite in memory, shared by processes as a server would be. It lives
/// for as long as this object.
/// </summary>
internal sealed class SimulatedDatabase : IDisposable
{
    private readonly SqliteConnection keeper;

    public SimulatedDatabase(Func<DbContextOptions, DbContext> model)
        : this(connection =>
        {
            using var context = model(new DbContextOptionsBuilder().UseSqlite(connection).Options);
            return context.Database.GenerateCreateScript();
        })
    {
    }

    public SimulatedDatabase(string script)
        : this(_ => script)
    {
    }

    private SimulatedDatabase(Func<DbConnection, string> script)
    {
        keeper = new SqliteConnection(ConnectionString);
        keeper.Open();
        Execute(script(keeper));
    }

    public string ConnectionString { get; } = InMemorySqlite.NewConnectionString();

    public void Execute(string sql)
    {
        using var command = keeper.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Number(string sql)
    {
        using var command = keeper.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public IReadOnlyList<string> Texts(string sql)
    {
        using var command = keeper.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    public void Dispose() => keeper.Dispose();
}

/// <summary>
/// What one process sees of a database that it shares with others: the clock is the simulation's, and the answer to a
/// commit is what the simulation makes of it.
/// </summary>
internal sealed class SimulatedDialect(TimeProvider clock, Func<CommitFate> nextFate) : SqliteDialect
{
    private bool isDead;

    public override bool IsSoleUser => false;

    /// <summary>Called when the process is to die in the midst of a commit.</summary>
    public Action Die { get; set; } = () => { };

    /// <summary>The process is dead: it opens nothing any more.</summary>
    public void Cut() => isDead = true;

    public override DbConnection Open(string connectionString, bool readOnly)
    {
        ObjectDisposedException.ThrowIf(isDead, this);
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF";
        command.ExecuteNonQuery();
        connection.CreateFunction("simulated_now", (double seconds) => clock.GetUtcNow().AddSeconds(seconds)
            .UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        return connection;
    }

    public override string Now(TimeSpan offset) =>
        $"simulated_now({offset.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)})";

    public override void Commit(SqlSession session)
    {
        var fate = nextFate();
        if (fate is CommitFate.Committed or CommitFate.AnswerLost or CommitFate.DeathAfter)
            base.Commit(session);
        if (fate is CommitFate.DeathBefore or CommitFate.DeathAfter)
            Die();
        if (fate == CommitFate.Vanished)
            session.Rollback();
        else if (fate != CommitFate.Committed)
            throw new SimulatedFault($"simulated: {fate}");
    }
}

/// <summary>What becomes of a commit.</summary>
internal enum CommitFate
{
    Committed,

    /// <summary>It is said to be in, and is not: a lie that no database tells.</summary>
    Vanished,

    /// <summary>It is in, and nobody is told.</summary>
    AnswerLost,

    /// <summary>It is not in, and nobody is told.</summary>
    RequestLost,

    /// <summary>The process dies before it is in.</summary>
    DeathBefore,

    /// <summary>The process dies when it is in.</summary>
    DeathAfter,
}

/// <summary>A fault that is meant.</summary>
internal sealed class SimulatedFault(string message) : DbException(message);
