using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Messaging;

/// <summary>
/// PostgreSQL: one statement per table, whose parameters are the columns of all rows: one round trip however many rows.
/// </summary>
internal sealed class ByArrays : TableAccess
{
    private static readonly ConditionalWeakTable<Table, Statements> Made = [];

    public override void Load<TRow, TKey>(
        SqlSession session, Table<TRow, TKey> table, IReadOnlyList<TKey> keys, Action<TKey, TRow> found)
    {
        var statements = Of(table);
        var command = session.Prepare(statements.Select);
        var values = keys.Select(table.KeyValues).ToList();
        for (var index = 0; index < statements.Key.Length; index++)
        {
            var place = index;
            Set(command, place, statements.Key[place], values, row => ((object[])row)[place]);
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = table.Materialize(reader);
            found(table.KeyOf(row), row);
        }
    }

    public override void Insert(SqlSession session, Table table, IReadOnlyList<object> rows)
    {
        var command = session.Prepare(Of(table).Insert);
        Set(command, 0, table.Statements.Inserted, rows);
        command.ExecuteNonQuery();
    }

    public override int Update(
        SqlSession session, Table table, IReadOnlyList<object> originals, IReadOnlyList<object> rows)
    {
        var command = session.Prepare(Of(table).Update);
        Set(command, 0, table.Statements.Updated, rows);
        Set(command, table.Statements.Updated.Length, table.Statements.Matched, originals);
        return command.ExecuteNonQuery();
    }

    public override int Delete(SqlSession session, Table table, IReadOnlyList<object> originals)
    {
        var command = session.Prepare(Of(table).Delete);
        Set(command, 0, table.Statements.Matched, originals);
        return command.ExecuteNonQuery();
    }

    private static Statements Of(Table table) => Made.GetValue(table, made => new Statements(made));

    private static void Set(DbCommand command, int first, Column[] columns, IReadOnlyList<object> rows)
    {
        for (var index = 0; index < columns.Length; index++)
            Set(command, first + index, columns[index], rows, columns[index].Read);
    }

    private static void Set(
        DbCommand command, int place, Column column, IReadOnlyList<object> rows, Func<object, object?> read)
    {
        var array = Array.CreateInstance(column.Property.PropertyType, rows.Count);
        for (var index = 0; index < rows.Count; index++)
            array.SetValue(read(rows[index]), index);
        var parameter = (NpgsqlParameter)command.Parameters[place];

        // Said, not guessed: an array may begin with a null.
        parameter.NpgsqlDbType = NpgsqlDbType.Array | TypeOf(column);
        parameter.Value = array;
    }

    private static NpgsqlDbType TypeOf(Column column) => column.Type switch
    {
        var type when type == typeof(Guid) => NpgsqlDbType.Uuid,
        var type when type == typeof(string) => NpgsqlDbType.Text,
        var type when type == typeof(long) => NpgsqlDbType.Bigint,
        var type when type == typeof(int) => NpgsqlDbType.Integer,
        var type when type == typeof(bool) => NpgsqlDbType.Boolean,
        var type when type == typeof(DateTime) => NpgsqlDbType.TimestampTz,
        _ => NpgsqlDbType.Bytea,
    };

    private sealed class Statements
    {
        public Statements(Table table)
        {
            var single = table.Statements;
            Key = single.Key;
            Select = $"""
                SELECT {string.Join(", ", table.Columns.Select(column => $"t.{column.Name}"))}
                FROM {table.Name} AS t
                JOIN {RowsOfKeys} ON {Matches(Key)}
                """;
            Insert = $"""
                INSERT INTO {table.Name} ({Names(single.Inserted)})
                SELECT {Names(single.Inserted)}
                FROM unnest({Parameters(single.Inserted)}) WITH ORDINALITY AS r({Names(single.Inserted)}, ordinality)
                ORDER BY ordinality
                """;
            Update = single.Updated.Length == 0 ? "" : $"""
                UPDATE {table.Name} AS t
                SET {string.Join(", ", single.Updated.Select((column, index) => $"{column.Name} = r.n{index}"))}
                FROM unnest({Parameters([.. single.Updated, .. single.Matched])})
                  AS r({string.Join(", ", single.Updated.Select((_, index) => $"n{index}"))}, {Names(single.Matched)})
                WHERE {Matches(single.Matched)}
                """;
            Delete = $"""
                DELETE FROM {table.Name} AS t
                USING unnest({Parameters(single.Matched)}) AS r({Names(single.Matched)})
                WHERE {Matches(single.Matched)}
                """;
        }

        public Column[] Key { get; }

        public string Select { get; }

        public string Insert { get; }

        public string Update { get; }

        public string Delete { get; }

        private string RowsOfKeys => $"unnest({Parameters(Key)}) AS r({Names(Key)})";

        private static string Matches(Column[] columns) =>
            string.Join(" AND ", columns.Select(column => $"t.{column.Name} = r.{column.Name}"));

        private static string Names(Column[] columns) => SqlDialect.Names(columns);

        private static string Parameters(Column[] columns) =>
            string.Join(", ", columns.Select((_, index) => $"@p{index}"));
    }
}
