using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Messaging;

/// <summary>
/// PostgreSQL: many processes on one database. Ids are <c>uuid</c>, times <c>timestamp with time zone</c>.
/// </summary>
public class PostgreSqlDialect : SqlDialect
{
    private const int SecondsToConnect = 4;

    /// <summary>
    /// A server takes a hundred connections in all by default: however much is read, it leaves those to the writers.
    /// </summary>
    private const int MostReaders = 16;

    private const int SecondsToIdle = 30;
    private const string IdleInTransactionSessionTimeout = "25P03";
    private const string Fatal = "FATAL";
    private const string Panic = "PANIC";

    /// <summary>
    /// Every statement here finds its rows by a key or an index, whatever the statistics say: on tables that grow from
    /// nothing the planner would read them whole. And no statement is worth compiling: those few that do read a small
    /// table whole seem dear to it.
    /// </summary>
    private const string Setup =
        """
        SET lock_timeout = '3s';
        SET idle_in_transaction_session_timeout = '10s';
        SET TimeZone = 'UTC';
        SET plan_cache_mode = 'force_generic_plan';
        SET jit = off;
        SET enable_seqscan = off;
        SET enable_hashjoin = off;
        SET enable_mergejoin = off;

        """;

    /// <inheritdoc/>
    public override bool IsSoleUser => false;

    internal override TableAccess Rows { get; } = new ByArrays();

    /// <inheritdoc/>
    public override string Begin => "BEGIN ISOLATION LEVEL READ COMMITTED";

    /// <inheritdoc/>
    public override string BeginRead => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    internal override string WaitForLocks(TimeSpan longest) => string.Create(
        CultureInfo.InvariantCulture, $"SET lock_timeout = '{longest.TotalMilliseconds:0}ms'");

    internal override string SkipLocked => "\nFOR UPDATE SKIP LOCKED";

    internal override string ReadLastGroup => base.ReadLastGroup + " FOR UPDATE";

    /// <inheritdoc/>
    /// <remarks>
    /// A lock that another holds is waited for only shortly, and the server itself ends a transaction whose process has
    /// frozen: no process holds up the others for longer.
    /// </remarks>
    public override DbConnection Open(string connectionString, bool readOnly)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        if (!given.ContainsKey("Timeout"))
            settings.Timeout = SecondsToConnect;
        if (!given.ContainsKey("Command Timeout"))
            settings.CommandTimeout = 15;
        if (!given.ContainsKey("Max Auto Prepare"))
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (100, 2);
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Setup + (readOnly ? "SET default_transaction_read_only = on" : "");
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A connection string for reads beside the group commit: they wait for a connection as long as it does for one,
    /// and are 16 at a time.
    /// </summary>
    /// <remarks>
    /// What takes too long on a server that has frozen is cancelled over another connection, which takes as long as
    /// one takes to fail, and twice that where it is tried with GSS first.
    /// </remarks>
    public static string ForReading(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Timeout"))
            settings.Timeout = SecondsToConnect;
        if (!given.ContainsKey("Cancellation Timeout"))
            settings.CancellationTimeout = -1;
        if (!given.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = MostReaders;
        if (!given.ContainsKey("Connection Idle Lifetime"))
            settings.ConnectionIdleLifetime = SecondsToIdle;
        if (!given.ContainsKey("GSS Encryption Mode"))
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        return settings.ToString();
    }

    /// <inheritdoc/>
    public override string Now(TimeSpan offset) =>
        $"clock_timestamp() + interval '{offset.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds'";

    /// <inheritdoc/>
    /// <remarks>
    /// The inner limit keeps the planner to the index: it takes a range for a good part of the table, and would rather
    /// compare every row with every range.
    /// </remarks>
    public override (string Sql, object[] Values) ReadRanges(
        Table table, IReadOnlyList<(long First, long Last)> ranges, int most)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(ranges);
        var number = NumberOf(table);
        var sql = $$"""
            SELECT t.*
            FROM unnest({0}, {1}) AS r(first, last)
            CROSS JOIN LATERAL (
                SELECT * FROM {{table.Name}} WHERE {{number}} BETWEEN r.first AND r.last ORDER BY {{number}} LIMIT {2}
            ) AS t
            """;
        return (
            sql,
            [ranges.Select(range => range.First).ToArray(), ranges.Select(range => range.Last).ToArray(), most]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A connection that broke or was refused, a server that starts or stops, that has no room left, or that has ended
    /// our transaction because this process stood still. What is fatal has ended the connection or kept it from being
    /// made, for whatever reason: a full disk lets nobody in, as an internal error.
    /// </remarks>
    public override bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException { InvariantSeverity: Fatal or Panic } => true,
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("57", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal)
            || state is IdleInTransactionSessionTimeout or PostgresErrorCodes.ReadOnlySqlTransaction
                or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword
                or PostgresErrorCodes.InvalidAuthorizationSpecification,
        NpgsqlException => true,
        // Not the driver's own: it lets through what a socket says that was reset before the driver has used it.
        IOException or SocketException => true,
        _ => false,
    };

    /// <inheritdoc/>
    public override bool IsAway(Exception exception) => exception switch
    {
        PostgresException
        {
            InvariantSeverity: Fatal or Panic, SqlState: PostgresErrorCodes.InternalError or PostgresErrorCodes.IoError
        } => true,
        PostgresException { SqlState: var state } =>
            state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or IOException or SocketException => true,
        _ => false,
    };

    /// <inheritdoc/>
    public override bool IsContention(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable,
    };

    /// <inheritdoc/>
    /// <remarks>A server looks after its own files.</remarks>
    public override bool IsFatal(Exception exception) => false;
}
