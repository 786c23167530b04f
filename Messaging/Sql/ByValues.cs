using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;

namespace Messaging;

/// <summary>
/// SQL Server: many rows with one statement, as a list of values. A statement takes 2,100 parameters at most, and each
/// number of rows is a statement of its own with a plan of its own: so rows go in chunks of 1, 2, 4, … rows.
/// </summary>
internal sealed class ByValues : TableAccess
{
    /// <summary>
    /// "Maximum capacity specifications for SQL Server": 2,100, of which the driver takes a few itself.
    /// </summary>
    internal const int MostParameters = 2_090;

    /// <summary>A longer list takes longer to be compiled than two take to be run.</summary>
    internal const int MostRows = 256;

    private static readonly ConditionalWeakTable<Table, Statements> Made = [];

    public override void Load<TRow, TKey>(
        SqlSession session, Table<TRow, TKey> table, IReadOnlyList<TKey> keys, Action<TKey, TRow> found)
    {
        var statements = Of(table);
        foreach (var (first, count) in Chunks(keys.Count, statements.Key.Length))
        {
            var command = (SqlCommand)session.Prepare(statements.Select(count));
            var place = 0;
            for (var index = 0; index < count; index++)
            {
                var values = table.KeyValues(keys[first + index]);
                for (var column = 0; column < values.Length; column++)
                    SqlServerDialect.Set(command.Parameters[place++], statements.Key[column], values[column]);
            }

            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var row = table.Materialize(reader);
                found(table.KeyOf(row), row);
            }
        }
    }

    public override void Insert(SqlSession session, Table table, IReadOnlyList<object> rows) => Execute(
        session, rows.Count, table.Statements.Inserted.Length, Of(table).Insert,
        (command, place, row) => Set(command, place, table.Statements.Inserted, rows[row]));

    public override int Update(
        SqlSession session, Table table, IReadOnlyList<object> originals, IReadOnlyList<object> rows) => Execute(
            session, rows.Count, table.Statements.Updated.Length + table.Statements.Matched.Length, Of(table).Update,
            (command, place, row) => Set(
                command, Set(command, place, table.Statements.Updated, rows[row]), table.Statements.Matched,
                originals[row]));

    public override int Delete(SqlSession session, Table table, IReadOnlyList<object> originals) => Execute(
        session, originals.Count, table.Statements.Matched.Length, Of(table).Delete,
        (command, place, row) => Set(command, place, table.Statements.Matched, originals[row]));

    internal static Statements Of(Table table) => Made.GetValue(table, made => new Statements(made));

    /// <summary>Powers of two, the largest first.</summary>
    internal static IEnumerable<(int First, int Count)> Chunks(int rows, int parametersPerRow)
    {
        var most = MostRows;
        while (most * parametersPerRow > MostParameters)
            most /= 2;
        for (var first = 0; first < rows; first += most)
        {
            while (most > rows - first)
                most /= 2;
            yield return (first, most);
        }
    }

    /// <summary>Answers how many rows were hit.</summary>
    /// <param name="session">Where.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="parametersPerRow">How many parameters each takes.</param>
    /// <param name="statement">The statement for a number of rows.</param>
    /// <param name="set">Sets the parameters of a row from a place on; answers the next place.</param>
    private static int Execute(
        SqlSession session, int rows, int parametersPerRow, Func<int, string> statement,
        Func<DbCommand, int, int, int> set)
    {
        var hits = 0;
        foreach (var (first, count) in Chunks(rows, parametersPerRow))
        {
            var command = session.Prepare(statement(count));
            for (var (index, place) = (0, 0); index < count; index++)
                place = set(command, place, first + index);
            hits += command.ExecuteNonQuery();
        }

        return hits;
    }

    private static int Set(DbCommand command, int place, Column[] columns, object row)
    {
        foreach (var column in columns)
            SqlServerDialect.Set((SqlParameter)command.Parameters[place++], column, column.Read(row));
        return place;
    }

    /// <summary>
    /// Their texts. The list comes first and each of its rows is looked up by the key ("Join hints", "Table hints"):
    /// nothing else is read, and so nothing else is waited for, whatever the statistics say.
    /// </summary>
    internal sealed class Statements(Table table)
    {
        private readonly ConcurrentDictionary<(string Kind, int Rows), string> made = [];
        private readonly TableStatements single = table.Statements;

        public Column[] Key => single.Key;

        public string Select(int rows) => Made("select", rows, () =>
            $"""
            SELECT {string.Join(", ", table.Columns.Select(column => $"t.{column.Name}"))}
            FROM {List(rows, Named(Key))}
            INNER LOOP JOIN {table.Name} AS t WITH (FORCESEEK, ROWLOCK) ON {Matches(Key)}
            """);

        /// <remarks>
        /// "INSERT": where a SELECT is ordered, that is the order in which an identity column counts. Without one, the
        /// order of the rows is for the server to choose.
        /// </remarks>
        public string Insert(int rows) => Made("insert", rows, () => rows == 1 ? single.Insert :
            $"""
            INSERT INTO {table.Name} ({SqlDialect.Names(single.Inserted)})
            SELECT {SqlDialect.Names(single.Inserted)}
            FROM {List(rows, Named(single.Inserted), ordinal: IsNumbered)}{(IsNumbered ? "\nORDER BY r.ordinal" : "")}
            """);

        private bool IsNumbered { get; } = table.Columns.Any(column => column.Role == ColumnRole.Sequence);

        public string Update(int rows) => Made("update", rows, () => rows == 1 ? single.Update :
            $"""
            UPDATE t
            SET {string.Join(", ", single.Updated.Select((column, index) => $"{column.Name} = r.n{index}"))}
            FROM {List(rows, [.. single.Updated.Select((_, index) => $"n{index}"), .. Named(single.Matched)])}
            INNER LOOP JOIN {table.Name} AS t WITH (FORCESEEK, ROWLOCK) ON {Matches(single.Matched)}
            """);

        public string Delete(int rows) => Made("delete", rows, () => rows == 1 ? single.Delete :
            $"""
            DELETE t
            FROM {List(rows, Named(single.Matched))}
            INNER LOOP JOIN {table.Name} AS t WITH (FORCESEEK, ROWLOCK) ON {Matches(single.Matched)}
            """);

        private static string[] Named(Column[] columns) => [.. columns.Select(column => column.Name)];

        private static string Matches(Column[] columns) =>
            string.Join(" AND ", columns.Select(Matches));

        private static string Matches(Column column) => $"t.{column.Name} = r.{column.Name}{CollationOf(column)}";

        /// <summary>A list has the database's collation, with which a column's would be in conflict.</summary>
        private static string CollationOf(Column column) =>
            column.Type == typeof(string) ? $" COLLATE {SqlServerDialect.Collation}" : "";

        private static string List(int rows, string[] names, bool ordinal = false)
        {
            var values = Enumerable.Range(0, rows).Select(row =>
            {
                var parameters = Enumerable.Range(row * names.Length, names.Length).Select(place => $"@p{place}");
                return $"({string.Join(", ", ordinal ? parameters.Prepend($"{row}") : parameters)})";
            });
            var columns = string.Join(", ", ordinal ? names.Prepend("ordinal") : names);
            return $"(VALUES {string.Join(", ", values)}) AS r({columns})";
        }

        private string Made(string kind, int rows, Func<string> make) => made.GetOrAdd((kind, rows), _ => make());
    }
}
