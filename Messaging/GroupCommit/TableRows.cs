namespace Messaging;

/// <summary>The rows of one table that a group has read or means to write.</summary>
internal interface ITableRows
{
    /// <summary>The table.</summary>
    Table Table { get; }

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

    public Table Table => table;

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
        try
        {
            session.Dialect.Rows.Load(session, table, wanted, Found);
        }
        catch (Exception exception)
        {
            session.HasFailed(exception);
            throw;
        }

        wanted.Clear();
    }

    /// <summary>SQL Server takes a text for equal that has more blanks at its end.</summary>
    private void Found(TKey key, TRow row)
    {
        if (entries.TryGetValue(key, out var entry))
            entry.Original = entry.Current = row;
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

    public void Update(TRow row, List<Action> undo)
    {
        var entry = Existing(table.KeyOf(row));
        if (table.VersionColumn is { } version && Equals(version.Read(row), version.Read(entry.Current!)))
            throw new InvalidOperationException(
                $"Row '{table.KeyOf(row)}' of table '{table.Name}' keeps its {version.Name}: raise it with every "
                + "update, or another writer's change is overwritten unseen.");
        Write(entry, row, undo);
    }

    public void Delete(TKey key, List<Action> undo)
    {
        var entry = Existing(key);
        var wasRemoved = entry.IsRemoved;
        undo.Add(() => entry.IsRemoved = wasRemoved);
        entry.IsRemoved = true;
        Write(entry, null, undo);
    }

    /// <summary>
    /// Where others write too, in the order of the keys as they do, so that no two wait for each other.
    /// </summary>
    public void Save(SqlSession session)
    {
        List<Entry> deleted = [], changed = [], added = [];
        var entries = written.Where(entry => !ReferenceEquals(entry.Original, entry.Current));
        if (!session.Dialect.IsSoleUser)
            entries = entries.OrderBy(entry => (entry.Original ?? entry.Current)!, table.Order);
        foreach (var entry in entries)
        {
            // A row that was removed and added again is another one: an update would keep its fixed columns.
            var isReplaced = entry.IsRemoved || entry.Original is null || entry.Current is null;
            if (!isReplaced)
                changed.Add(entry);
            if (isReplaced && entry.Original is not null)
                deleted.Add(entry);
            if (isReplaced && entry.Current is not null)
                added.Add(entry);
        }

        var rows = session.Dialect.Rows;
        if (deleted.Count > 0)
            Expect(deleted, rows.Delete(session, table, deleted.ConvertAll(entry => (object)entry.Original!)));
        if (changed.Count > 0)
        {
            var originals = changed.ConvertAll(entry => (object)entry.Original!);
            var replacements = changed.ConvertAll(entry => (object)entry.Current!);
            Expect(changed, rows.Update(session, table, originals, replacements));
        }

        if (added.Count > 0)
            rows.Insert(session, table, added.ConvertAll(entry => (object)entry.Current!));
    }

    private void Expect(List<Entry> entries, int hits)
    {
        if (hits != entries.Count)
            throw new StaleRowException(table.Name, entries.Select(entry => table.KeyOf(entry.Original!).ToString()));
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

        /// <summary>A unit has removed it; what stands there now was added anew.</summary>
        public bool IsRemoved { get; set; }
    }
}

/// <summary>
/// Two units of one group added the same row. The second is refused; tried again it finds the first's.
/// </summary>
public sealed class DuplicateRowException(string table, string? key)
    : Exception($"Table '{table}' has a row '{key}' already, written in the same group.");

/// <summary>
/// Rows are no longer there as they were read: another writer was faster. The group is applied again.
/// </summary>
public sealed class StaleRowException(string table, IEnumerable<string?> keys)
    : Exception(
        $"Of these rows of table '{table}' another writer has changed some after they were read: "
        + $"{string.Join(", ", keys.Take(10))}.");
