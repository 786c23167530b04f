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

    /// <summary>The value as the database's driver wants it.</summary>
    public abstract object ToDatabase(object? value);

    /// <summary>The database's own clock, moved by some seconds, as an SQL expression.</summary>
    public abstract string Now(TimeSpan offset);

    /// <summary>
    /// The rows of a table whose numbers lie in one of some ranges, for EF: {0} has the ranges' first numbers, {1} the
    /// last, and {2} is how many of each are read at most. Asked for only where rows are committed in another order
    /// than that of their numbers.
    /// </summary>
    public virtual string ReadRanges(Table table) =>
        throw new NotSupportedException("Rows of a single writer become visible in the order of their numbers.");

    internal string ReadClock => $"SELECT {Now(TimeSpan.Zero)}";

    /// <summary>
    /// True where the database is away, busy or full: the same may succeed later, and no unit is to blame.
    /// </summary>
    public abstract bool IsUnavailable(Exception exception);

    /// <summary>
    /// True where another writer was in the way: the same succeeds once it is done, and no unit is to blame.
    /// </summary>
    public abstract bool IsContention(Exception exception);

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

    internal static string Names(IEnumerable<Column> columns) =>
        string.Join(", ", columns.Select(column => column.Name));
}
