namespace Messaging;

/// <summary>
/// How the rows of a declared table are read and written, many at a time, in the way that is fastest on a database.
/// </summary>
internal abstract class TableAccess
{
    /// <summary>Finds those rows of the keys that there are.</summary>
    public abstract void Load<TRow, TKey>(
        SqlSession session, Table<TRow, TKey> table, IReadOnlyList<TKey> keys, Action<TKey, TRow> found)
        where TRow : class
        where TKey : notnull;

    /// <summary>Adds rows; where the database numbers them, in this order.</summary>
    public abstract void Insert(SqlSession session, Table table, IReadOnlyList<object> rows);

    /// <summary>Replaces rows. Answers how many still stood there in the version that was read.</summary>
    public abstract int Update(
        SqlSession session, Table table, IReadOnlyList<object> originals, IReadOnlyList<object> rows);

    /// <summary>Removes rows. Answers how many still stood there.</summary>
    public abstract int Delete(SqlSession session, Table table, IReadOnlyList<object> originals);
}
