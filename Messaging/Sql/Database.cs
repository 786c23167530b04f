using System.Data.Common;

namespace Messaging;

/// <summary>A database of this process: what it is, where it is, and how its model is opened.</summary>
/// <typeparam name="TContext">The context class of its model.</typeparam>
public sealed class Database<TContext>(
    SqlDialect dialect, string connectionString, Func<DbConnection?, TContext> openContext)
{
    /// <summary>Its statements.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>Where it is.</summary>
    public string ConnectionString => connectionString;

    /// <summary>Opens the model on a connection, or on one of its own where none is given.</summary>
    public Func<DbConnection?, TContext> OpenContext => openContext;

    /// <summary>Whether the database is away, busy or full, whoever has wrapped what it said since.</summary>
    public bool IsAway(Exception exception) => dialect.IsUnavailable(SqlDialect.WordsOf(exception));

    /// <summary>A connection that only reads.</summary>
    public SqlSession OpenReader() => new(dialect, connectionString, readOnly: true);
}
