using System.Data.Common;

namespace Messaging;

/// <summary>A connection with its prepared statements, used by one thread at a time.</summary>
public sealed class SqlSession : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = [];

    internal SqlSession(SqlDialect dialect, string connectionString, bool readOnly = false)
    {
        Dialect = dialect;
        Connection = dialect.Open(connectionString, readOnly);
    }

    /// <summary>The statements of this database.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>The open connection.</summary>
    public DbConnection Connection { get; }

    /// <summary>
    /// The first statement of the transaction that failed: whatever was made of that, the transaction is over, and what
    /// follows it would be on its own.
    /// </summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Runs a statement; answers how many rows it hit.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            return Prepare(sql, values).ExecuteNonQuery();
        }
        catch (Exception exception)
        {
            HasFailed(exception);
            throw;
        }
    }

    /// <summary>Runs a query and reads each row.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            var rows = new List<T>();
            using var reader = Prepare(sql, values).ExecuteReader();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
        catch (Exception exception)
        {
            HasFailed(exception);
            throw;
        }
    }

    /// <summary>Whether <see cref="UnitOfWork.ClaimDue"/> would find anything under the same condition.</summary>
    public bool IsAnythingDue(Table table, DateTime now, string? condition = null) =>
        Query(Dialect.IsAnythingDue(table, condition), _ => true, now).Count > 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        Connection.Dispose();
    }

    internal void Begin()
    {
        Failure = null;
        Execute(Dialect.Begin);
    }

    /// <summary>For statements that are run past this class.</summary>
    internal void HasFailed(Exception exception) => Failure ??= exception;

    internal void Commit() => Dialect.Commit(this);

    internal void Rollback() => Execute("ROLLBACK");

    /// <summary>
    /// The command of a statement, made once; its parameters keep their values until others are given.
    /// </summary>
    internal DbCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 0; sql.Contains($"@p{index}", StringComparison.Ordinal); index++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{index}";
                command.Parameters.Add(parameter);
            }

            prepared.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
            Dialect.Set(command.Parameters[index], values[index]);
        return command;
    }
}
