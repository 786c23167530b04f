namespace Messaging;

/// <summary>The single-row statements of a table, made once, and the columns whose values they take in order.</summary>
internal sealed class TableStatements
{
    public TableStatements(Table table)
    {
        Key = [.. table.Columns.Where(column => column.IsKey)];
        Inserted = [.. table.Columns.Where(column => column.Role != ColumnRole.Sequence)];
        Ordering = Inserted.Length < table.Columns.Count ? Key[..1] : Key;
        Updated = [.. table.Columns.Where(column =>
            !column.IsKey && column.Role is ColumnRole.Changing or ColumnRole.Version)];
        Matched = [.. Key, .. table.VersionColumn is { } version ? [version] : Array.Empty<Column>()];
        Insert = $"""
            INSERT INTO {table.Name} ({SqlDialect.Names(Inserted)})
            VALUES ({string.Join(", ", Inserted.Select((_, index) => $"@p{index}"))})
            """;
        Update = $"""
            UPDATE {table.Name}
            SET {string.Join(", ", Updated.Select((column, index) => $"{column.Name} = @p{index}"))}
            WHERE {Matches(Matched, Updated.Length)}
            """;
        Delete = $"DELETE FROM {table.Name} WHERE {Matches(Matched, 0)}";
        Select = $"""
            SELECT {SqlDialect.AllColumns(table)}
            FROM {table.Name}
            WHERE {Matches(Key, 0)}
            """;
    }

    public Column[] Key { get; }

    /// <summary>What rows are ordered by before they are written.</summary>
    public Column[] Ordering { get; }

    public Column[] Inserted { get; }

    public Column[] Updated { get; }

    /// <summary>
    /// What an update or a delete has to find as it was read: the key, and the version where there is one.
    /// </summary>
    public Column[] Matched { get; }

    public string Insert { get; }

    /// <summary>Takes the changed columns, then those that are matched.</summary>
    public string Update { get; }

    public string Delete { get; }

    public string Select { get; }

    private static string Matches(Column[] columns, int first) =>
        string.Join(" AND ", columns.Select((column, index) => $"{column.Name} = @p{first + index}"));
}
