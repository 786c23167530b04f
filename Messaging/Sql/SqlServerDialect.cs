using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Messaging;

/// <summary>
/// SQL Server 2019 and later: many processes on one database. Ids are <c>uniqueidentifier</c>, times
/// <c>datetime2(3)</c> in UTC, and text is compared byte by byte. It is right with and without
/// <c>READ_COMMITTED_SNAPSHOT</c>, with which readers and writers do not wait for each other.
/// </summary>
public class SqlServerDialect : SqlDialect
{
    /// <summary>How every text is compared: as every other database does it, and as programs do.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    private const int SecondsToConnect = 4;

    /// <summary>The longest text that is no <c>nvarchar(max)</c>; one size makes one plan of a statement.</summary>
    private const int LongestText = 4_000;

    private const int Unlimited = -1;

    /// <summary>
    /// A lock that another holds is waited for only shortly, and whatever fails takes the whole transaction back: by
    /// default some errors would leave half of it open.
    /// </summary>
    /// <remarks>
    /// What a server's "user options" may have turned on is turned off: without counts no row would seem to be hit.
    /// </remarks>
    internal const string Setup =
        """
        SET LOCK_TIMEOUT 3000;
        SET XACT_ABORT ON;
        SET NOCOUNT OFF;
        SET IMPLICIT_TRANSACTIONS OFF;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        """;

    /// <inheritdoc/>
    public override bool IsSoleUser => false;

    internal override TableAccess Rows { get; } = new ByValues();

    /// <inheritdoc/>
    public override string Begin => "BEGIN TRANSACTION";

    /// <inheritdoc/>
    /// <remarks>
    /// Versions of rows where the database keeps them; else locks, for which writers wait, and ask again after 3 s.
    /// </remarks>
    public override string BeginRead =>
        """
        IF EXISTS (SELECT 1 FROM sys.databases WHERE name = DB_NAME() AND snapshot_isolation_state = 1)
            SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
        ELSE
            SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
        BEGIN TRANSACTION
        """;

    internal override string WaitForLocks(TimeSpan longest) => string.Create(
        CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {longest.TotalMilliseconds:0}");

    /// <summary>
    /// Asks for the lock as a writer does: a version from before a commit that is under way would be the wrong answer.
    /// </summary>
    internal override string ReadLastGroup =>
        "SELECT last_group FROM outbox_owners WITH (UPDLOCK, ROWLOCK) WHERE owner = @p0";

    /// <inheritdoc/>
    public override DbConnection Open(string connectionString, bool readOnly)
    {
        var connection = new SqlConnection(
            Settings(connectionString, secondsPerCommand: 15, isPooled: false).ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Setup;
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqlException exception)
        {
            // Whatever keeps it from being opened, no unit is to blame.
            connection.Dispose();
            throw new CannotConnectException(exception);
        }
    }

    /// <summary>
    /// A connection string for reads beside the group commit: they wait for a connection as long as it does for one.
    /// A pool that failed would by default refuse for up to a minute without asking.
    /// </summary>
    public static string ForReading(string connectionString)
    {
        var settings = Settings(connectionString);
        settings.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
        return settings.ConnectionString;
    }

    /// <inheritdoc/>
    public override string Now(TimeSpan offset) =>
        $"DATEADD(second, {offset.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)}, SYSUTCDATETIME())";

    /// <inheritdoc/>
    /// <remarks>The ranges are one parameter, as JSON: the statement is the same however many there are.</remarks>
    public override (string Sql, object[] Values) ReadRanges(
        Table table, IReadOnlyList<(long First, long Last)> ranges, int most)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(ranges);
        var sql = $$"""
            SELECT t.*
            FROM OPENJSON({0}) WITH (first_number bigint '$[0]', last_number bigint '$[1]') AS r
            CROSS APPLY (
                SELECT TOP ({1}) * FROM {{table.Name}}
                WHERE {{NumberOf(table)}} BETWEEN r.first_number AND r.last_number
                ORDER BY {{NumberOf(table)}}
            ) AS t
            """;
        return (sql, [$"[{string.Join(',', ranges.Select(range => $"[{range.First},{range.Last}]"))}]", most]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A time-out, a connection that broke or was refused, a login or a database that is not there, or a server that
    /// starts, stops, moves or has no room left. Severity 17 and above is a resource that is missing or a fault of the
    /// server ("Database Engine error severities"); so are broken connections, with severity 20.
    /// </remarks>
    public override bool IsUnavailable(Exception exception) => exception switch
    {
        SqlException { Class: >= 17 } => true,
        SqlException { Number: var number } => SqlErrors.Unavailable.Contains(number),
        DbException => true,
        _ => false,
    };

    /// <inheritdoc/>
    /// <remarks>
    /// Severity 20 and above has ended the connection, or kept it from being made; nothing else is said in time, or by
    /// one that is not to be used yet.
    /// </remarks>
    public override bool IsAway(Exception exception) => exception is SqlException error
        && (error.Class >= 20 || error.Number == SqlErrors.TimedOut || SqlErrors.NotYet.Contains(error.Number));

    /// <inheritdoc/>
    public override bool IsContention(Exception exception) => exception is SqlException
    {
        Number: SqlErrors.Deadlock or SqlErrors.LockTimedOut or SqlErrors.SnapshotConflict,
    };

    /// <inheritdoc/>
    /// <remarks>A server looks after its own files.</remarks>
    public override bool IsFatal(Exception exception) => false;

    internal override string First(string most, string columns, string from) =>
        $"SELECT TOP ({most}) {columns}\n{from}";

    /// <remarks>
    /// "Table hints": READPAST passes over rows that are locked, not over pages or tables, hence ROWLOCK; UPDLOCK keeps
    /// what was chosen until the update has it; FORCESEEK keeps to what is due, whatever the statistics say.
    /// </remarks>
    internal override string ClaimOldest(Table table, string until, string most, string condition) =>
        $"""
        WITH oldest AS (
        SELECT TOP ({most}) {AllColumns(table)}
        FROM {table.Name} WITH (FORCESEEK, UPDLOCK, READCOMMITTEDLOCK, READPAST, ROWLOCK)
        WHERE due_at <= @p0 AND claimed_until <= @p0{condition}
        ORDER BY due_at)
        UPDATE oldest
        SET claimed_until = {until}
        OUTPUT {string.Join(", ", table.Columns.Select(column => $"inserted.{column.Name}"))}
        """;

    /// <remarks>The hint is for the reason above; it seeks by the condition, and that there is a time.</remarks>
    internal override string WhereWaiting(Table table, string condition) =>
        $"""
        FROM {table.Name} WITH (FORCESEEK)
        WHERE {condition} AND due_at IS NOT NULL AND (claimed_until > @p2 OR due_at > @p1)
        """;

    internal override string RenewOwner =>
        $"""
        UPDATE outbox_owners
        SET last_group = @p1, lease_until = {Now(Lease)}
        OUTPUT inserted.lease_until
        WHERE owner = @p0 AND adopted_by IS NULL
        """;

    internal override string Adopt(string condition) =>
        $"""
        UPDATE {Unlocked("outbox_owners")}
        SET adopted_by = @p0
        WHERE {condition}
        """;

    /// <remarks>
    /// "Table hints": with READ_COMMITTED_SNAPSHOT, READPAST wants READCOMMITTEDLOCK beside it; without, it changes
    /// nothing.
    /// </remarks>
    internal override string Unlocked(string table) => $"{table} WITH (READCOMMITTEDLOCK, READPAST)";

    internal override void Set(DbParameter parameter, object? value) =>
        Set((SqlParameter)parameter, value?.GetType() ?? typeof(string), LongestText, value);

    /// <summary>
    /// Gives a parameter the type of its column, whatever its value, and the value: by default a text's length and a
    /// time's old type would be part of the statement, and each make a plan of its own.
    /// </summary>
    internal static void Set(SqlParameter parameter, Column column, object? value) =>
        Set(parameter, column.Type, column.MaxLength is <= LongestText ? LongestText : Unlimited, value);

    private static void Set(SqlParameter parameter, Type type, int longestText, object? value)
    {
        // What is longer than its parameter would be cut off without a word.
        if (type == typeof(string))
            (parameter.SqlDbType, parameter.Size) =
                (SqlDbType.NVarChar, value is string text && text.Length > longestText ? Unlimited : longestText);
        else if (type == typeof(DateTime))
            (parameter.SqlDbType, parameter.Scale) = (SqlDbType.DateTime2, 3);
        else if (type == typeof(byte[]))
            (parameter.SqlDbType, parameter.Size) = (SqlDbType.VarBinary, Unlimited);
        else
            parameter.SqlDbType = TypeOf(type);
        parameter.Value = value ?? DBNull.Value;
    }

    private static SqlDbType TypeOf(Type type) =>
        type == typeof(Guid) ? SqlDbType.UniqueIdentifier
        : type == typeof(long) ? SqlDbType.BigInt
        : type == typeof(int) ? SqlDbType.Int
        : type == typeof(bool) ? SqlDbType.Bit
        : throw new NotSupportedException($"{type.Name} is no type of a column.");

    private static SqlConnectionStringBuilder Settings(
        string connectionString, int? secondsPerCommand = null, bool? isPooled = null)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = new SqlConnectionStringBuilder(connectionString);
        if (!IsGiven("Connect Timeout", "Connection Timeout", "Timeout"))
            settings.ConnectTimeout = SecondsToConnect;
        if (secondsPerCommand is { } seconds && !IsGiven("Command Timeout"))
            settings.CommandTimeout = seconds;
        if (isPooled is { } pooled)
            settings.Pooling = pooled;

        // A connection that broke is seen to have broken, and made anew with all that belongs to it.
        if (isPooled == false && !IsGiven("ConnectRetryCount", "Connect Retry Count"))
            settings.ConnectRetryCount = 0;
        if (!IsGiven("Application Name", "App"))
            settings.ApplicationName = AppDomain.CurrentDomain.FriendlyName;
        return settings;

        bool IsGiven(params string[] names) => names.Any(given.ContainsKey);
    }
}

/// <summary>The database cannot be reached, or lets nobody in.</summary>
internal sealed class CannotConnectException(SqlException exception) : DbException(exception.Message, exception);
