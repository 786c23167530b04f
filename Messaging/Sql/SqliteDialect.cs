using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Messaging;

/// <summary>
/// SQLite: one file, one writer, any number of readers. Ids are lower-case text and times are text with milliseconds,
/// so that whoever opens the file with a tool reads what the API shows.
/// </summary>
public class SqliteDialect : SqlDialect
{
    internal const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>
    /// There is no room for the index beside the write-ahead log. SQLite calls that an I/O error, but it is a full disk
    /// and nothing is spoilt.
    /// </summary>
    private const int NoRoomForIndex = 4874;

    private const int Busy = 5, Locked = 6, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <inheritdoc/>
    public override bool IsSoleUser => true;

    internal override TableAccess Rows { get; } = new RowByRow();

    /// <inheritdoc/>
    /// <remarks>As a writer from the start: a reader that upgrades later fails when another wrote meanwhile.</remarks>
    public override string Begin => "BEGIN IMMEDIATE";

    /// <inheritdoc/>
    /// <remarks>The first read fixes the moment, and no writer is waited for or held up.</remarks>
    public override string BeginRead => "BEGIN DEFERRED";

    /// <inheritdoc/>
    /// <remarks>
    /// <c>synchronous=FULL</c>: a commit is on the disk before anybody is told; NORMAL would lose the last ones at a
    /// power cut. The checkpoint is larger than the default of 1,000 pages because a group writes many pages again and
    /// again.
    /// </remarks>
    public override DbConnection Open(string connectionString, bool readOnly)
    {
        // The driver asks again and again for as long as this, on top of what the pragma lets SQLite itself wait.
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 3 };
        if (readOnly)
            settings.Mode = SqliteOpenMode.ReadOnly;
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = readOnly
            ? "PRAGMA busy_timeout = 3000"
            : """
              PRAGMA busy_timeout = 3000;
              PRAGMA journal_mode = WAL;
              PRAGMA synchronous = FULL;
              PRAGMA wal_autocheckpoint = 4000;
              PRAGMA cache_size = -65536;
              PRAGMA temp_store = MEMORY;
              """;
        command.ExecuteNonQuery();
        return connection;
    }

    /// <inheritdoc/>
    public override object ToDatabase(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToString(),
        DateTime time => time.ToString(TimeFormat, CultureInfo.InvariantCulture),
        _ => value,
    };

    /// <inheritdoc/>
    public override string Now(TimeSpan offset) =>
        $"strftime('%Y-%m-%d %H:%M:%f', 'now', '{offset.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds')";

    /// <inheritdoc/>
    public override bool IsUnavailable(Exception exception) =>
        CodeOf(exception) is Busy or Locked or Full or CannotOpen;

    /// <inheritdoc/>
    /// <remarks>There is one writer. Another process that holds the file makes it unavailable.</remarks>
    public override bool IsContention(Exception exception) => false;

    /// <inheritdoc/>
    public override bool IsFatal(Exception exception) =>
        CodeOf(exception) is IoError or Corrupt or NotADatabase;

    private static int? CodeOf(Exception exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: NoRoomForIndex } => Full,
        SqliteException sqlite => sqlite.SqliteErrorCode,
        _ => null,
    };
}
