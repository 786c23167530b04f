namespace Messaging;

/// <summary>The rows of one table that a group has read or means to write.</summary>
internal interface ITableRows
{
    /// <summary>Reads what units have asked for, in one go.</summary>
    void Load(SqlSession session);

    /// <summary>Writes what units have changed.</summary>
    void Save(SqlSession session);
}

/// <inheritdoc/>
internal sealed class TableRows<TRow, TKey>(Table<TRow, TKey> table) : ITableRows
    where TRow : class
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> entries = [];
    private readonly List<Entry> written = [];
    private readonly List<TKey> wanted = [];

    public void Want(TKey key)
    {
        if (entries.TryAdd(key, new Entry()))
            wanted.Add(key);
    }

    public void Load(SqlSession session)
    {
        if (wanted.Count == 0)
            return;
        foreach (var key in wanted)
            entries[key].IsLoaded = true;
        session.Load(table, wanted, (key, row) => entries[key].Original = entries[key].Current = row);
        wanted.Clear();
    }

    /// <summary>The row as the units before have left it. One that nobody asked for costs a round trip here.</summary>
    public TRow? Find(TKey key, SqlSession session)
    {
        if (entries.TryGetValue(key, out var entry) && (entry.IsLoaded || entry.Current is not null))
            return entry.Current;
        entries.TryAdd(key, new Entry());
        wanted.Add(key);
        Load(session);
        return entries[key].Current;
    }

    /// <summary>Adds a row; that none of its key stands in the database is for the save to find out.</summary>
    public void Insert(TRow row, List<Action> undo)
    {
        var key = table.KeyOf(row);
        if (!entries.TryGetValue(key, out var entry))
            entries.Add(key, entry = new Entry());
        if (entry.Current is not null)
            throw new DuplicateRowException(table.Name, key.ToString());
        Write(entry, row, undo);
    }

    public void Update(TRow row, List<Action> undo) => Write(Existing(table.KeyOf(row)), row, undo);

    public void Delete(TKey key, List<Action> undo) => Write(Existing(key), null, undo);

    public void Save(SqlSession session)
    {
        foreach (var entry in written)
        {
            var saved = (entry.Original, entry.Current) switch
            {
                (null, { } added) => Insert(session, added),
                ({ } original, null) => session.Delete(table, original),
                ({ } original, { } changed) when !ReferenceEquals(original, changed) =>
                    session.Update(table, original, changed),
                _ => true,
            };
            if (!saved)
                throw new StaleRowException(table.Name, table.KeyOf(entry.Original!).ToString());
        }
    }

    private bool Insert(SqlSession session, TRow row)
    {
        session.Insert(table, row);
        return true;
    }

    private Entry Existing(TKey key) => entries.TryGetValue(key, out var entry) && entry.Current is not null
        ? entry
        : throw new InvalidOperationException(
            $"Row '{key}' of table '{table.Name}' was not found by this unit of work: call Find before changing it.");

    private void Write(Entry entry, TRow? row, List<Action> undo)
    {
        var before = entry.Current;
        undo.Add(() => entry.Current = before);
        entry.Current = row;
        if (entry.IsWritten)
            return;
        entry.IsWritten = true;
        written.Add(entry);
    }

    private sealed class Entry
    {
        public TRow? Original { get; set; }

        public TRow? Current { get; set; }

        public bool IsLoaded { get; set; }

        public bool IsWritten { get; set; }
    }
}

/// <summary>Two units of one group added the same row. The second is refused; tried again it finds the first's.</summary>
public sealed class DuplicateRowException(string table, string? key)
    : Exception($"Table '{table}' has a row '{key}' already, written in the same group.");

/// <summary>A row is no longer there as it was read: another writer was faster. The group is applied again.</summary>
public sealed class StaleRowException(string table, string? key)
    : Exception($"Row '{key}' of table '{table}' was changed by another writer after it was read.");
