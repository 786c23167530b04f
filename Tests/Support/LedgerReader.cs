using Microsoft.Data.Sqlite;

namespace Tests;

/// <summary>The gateway's own ledger, read as the bank would read it: by nothing of the product's.</summary>
internal static class LedgerReader
{
    /// <summary>SQLITE_BUSY.</summary>
    private const int Busy = 5;

    public static bool Has(string folder, Guid orderId, string kind) => Count(folder, orderId, kind) > 0;

    /// <summary>How often money of an order was moved.</summary>
    public static long Count(string folder, Guid orderId, string kind)
    {
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM gateway_ledger WHERE order_id = @order AND kind = @kind";
        command.Parameters.AddWithValue("@order", orderId.ToString());
        command.Parameters.AddWithValue("@kind", kind);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>What is held of each order.</summary>
    public static Dictionary<Guid, long> Balances(string folder)
    {
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT order_id, SUM(CASE kind WHEN 'charge' THEN amount_minor ELSE -amount_minor END)
            FROM gateway_ledger GROUP BY order_id
            """;
        using var reader = command.ExecuteReader();
        var balances = new Dictionary<Guid, long>();
        while (reader.Read())
            balances.Add(reader.GetGuid(0), reader.GetInt64(1));
        return balances;
    }

    /// <summary>
    /// What the bank holds of each order is its total where it is confirmed, and nothing where it is not.
    /// </summary>
    public static void Agrees(string folder, MixedLoad load, IReadOnlyDictionary<Guid, string> statuses) =>
        Agrees(folder, load.Accepted, statuses);

    /// <summary>As it does of a load.</summary>
    /// <param name="folder">Where the ledger is.</param>
    /// <param name="totals">The total of each order.</param>
    /// <param name="statuses">What became of it.</param>
    public static void Agrees(
        string folder, IReadOnlyDictionary<Guid, long> totals, IReadOnlyDictionary<Guid, string> statuses)
    {
        var held = Balances(folder);
        foreach (var (id, total) in totals)
        {
            Assert.That(
                held.GetValueOrDefault(id), Is.EqualTo(statuses[id] == "confirmed" ? total : 0),
                $"{id} {statuses[id]}");
        }
    }

    /// <summary>Whether somebody has been writing it for a second, and nobody else can.</summary>
    public static bool IsBeingWritten(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandTimeout = 1;
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        try
        {
            command.ExecuteNonQuery();
            return false;
        }
        catch (SqliteException locked) when (locked.SqliteErrorCode == Busy)
        {
            return true;
        }
    }

    private static SqliteConnection Open(string folder, SqliteOpenMode mode = SqliteOpenMode.ReadOnly)
    {
        var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "gateway-ledger.db")};Mode={mode};Pooling=False");
        connection.Open();
        return connection;
    }
}
