using System.Data.Common;

namespace Messaging;

/// <summary>
/// The one place for hand-written SQL. What reads the same on every database stands here; what does not is overridden
/// per database. Parameters are <c>@p0</c>, <c>@p1</c>, … in the order of their values.
/// </summary>
public abstract partial class SqlDialect
{
    /// <summary>Opens a connection of its own, set up as this library needs it.</summary>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="readOnly">Whether the connection only reads.</param>
    public abstract DbConnection Open(string connectionString, bool readOnly);

    /// <summary>True where one process owns the database, so that whatever another left is dead.</summary>
    public abstract bool IsSoleUser { get; }

    /// <summary>How rows of declared tables are read and written.</summary>
    internal abstract TableAccess Rows { get; }

    /// <summary>The statement that begins a transaction which will write.</summary>
    public abstract string Begin { get; }

    /// <summary>
    /// The statement that begins a transaction which only reads, and reads all tables as of one moment.
    /// </summary>
    public virtual string BeginRead => "BEGIN";

    /// <summary>Commits; its outcome is unknown when it throws.</summary>
    public virtual void Commit(SqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Execute("COMMIT");
    }

    /// <summary>How long a lock that another holds is waited for from now on; null where there are no others.</summary>
    internal virtual string? WaitForLocks(TimeSpan longest) => null;

    /// <summary>The value as the database's driver wants it.</summary>
    public virtual object ToDatabase(object? value) => value ?? DBNull.Value;

    /// <summary>Gives a statement's parameter a value.</summary>
    internal virtual void Set(DbParameter parameter, object? value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameter.Value = ToDatabase(value);
    }

    /// <summary>The database's own clock, moved by some seconds, as an SQL expression.</summary>
    public abstract string Now(TimeSpan offset);

    /// <summary>
    /// The rows of a table whose numbers lie in one of some ranges, for EF, and what its placeholders stand for. Asked
    /// for only where rows are committed in another order than that of their numbers.
    /// </summary>
    /// <param name="table">The table; it has a number of its own.</param>
    /// <param name="ranges">The first and the last number of each.</param>
    /// <param name="most">How many rows of each range are read at most.</param>
    public virtual (string Sql, object[] Values) ReadRanges(
        Table table, IReadOnlyList<(long First, long Last)> ranges, int most) =>
        throw new NotSupportedException("Rows of a single writer become visible in the order of their numbers.");

    /// <summary>A query of so many rows at most.</summary>
    /// <param name="most">How many: a number or a parameter.</param>
    /// <param name="columns">What of them.</param>
    /// <param name="from">From where, and in what order.</param>
    internal virtual string First(string most, string columns, string from) =>
        $"SELECT {columns}\n{from}\nLIMIT {most}";

    /// <summary>A table in a query that passes over rows which others are changing.</summary>
    internal virtual string Unlocked(string table) => table;

    /// <summary>
    /// Put behind a query of rows that are about to be changed: passes over those that another has locked.
    /// </summary>
    internal virtual string SkipLocked => "";

    /// <summary>One row where the table has any.</summary>
    internal string ReadAny(Table table) => First("1", "1", $"FROM {table.Name}");

    internal string ReadClock => $"SELECT {Now(TimeSpan.Zero)}";

    /// <summary>
    /// True where the database is away, busy or full: the same may succeed later, and no unit is to blame.
    /// </summary>
    public abstract bool IsUnavailable(Exception exception);

    /// <summary>
    /// True where nobody has answered, or who did is only just starting: not where an answer says what is wrong.
    /// </summary>
    public virtual bool IsAway(Exception exception) => false;

    /// <summary>
    /// True where another writer was in the way: the same succeeds once it is done, and no unit is to blame.
    /// </summary>
    public abstract bool IsContention(Exception exception);

    /// <summary>True where no unit is to blame, whoever has wrapped what the database said.</summary>
    public bool MaySucceedLater(Exception exception) =>
        IsUnavailable(WordsOf(exception)) || IsContention(WordsOf(exception));

    /// <summary>True where nothing may be trusted any more: the process has to end.</summary>
    public abstract bool IsFatal(Exception exception);

    /// <summary>
    /// What the database itself said, whoever has wrapped it since; the exception where that is none of its own.
    /// </summary>
    public static Exception WordsOf(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException)
                return inner;
        }

        return exception;
    }

    internal static string AllColumns(Table table) => Names(table.Columns);

    private protected static string NumberOf(Table table) =>
        table.Columns.Single(column => column.Role == ColumnRole.Sequence).Name;

    internal static string Names(IEnumerable<Column> columns) =>
        string.Join(", ", columns.Select(column => column.Name));
}
