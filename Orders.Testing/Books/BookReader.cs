using System.Data.Common;
using Messaging;

namespace Orders.Testing;

/// <summary>
/// Reads the books of an installation: the three databases and the gateway's ledger. Read-only, and beside a running
/// system: orders first, so that what has ended by then has its final traces in whatever is read after it.
/// </summary>
internal static class BookReader
{
    public static Books Read(BookSources sources)
    {
        using var orders = sources.Open(sources.Orders);
        using var payments = sources.Open(sources.Payments);
        using var inventory = sources.Open(sources.Inventory);
        using var ledger = sources.Open(sources.Ledger);
        return new Books
        {
            Orders = Rows(orders, OrdersSql, reader => new BookedOrder(
                    reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4),
                    Text(reader, 5), Number(reader, 6), reader.GetInt64(7) != 0, reader.GetInt64(8) != 0))
                .ToDictionary(order => order.Id),
            Histories = Rows(orders, HistorySql, reader => new BookedHistory(
                    reader.GetGuid(0), Number(reader, 1), Number(reader, 2), reader.GetInt64(3), Text(reader, 4),
                    reader.GetInt64(5)))
                .ToDictionary(history => history.OrderId),
            AppliedTwice = Rows(orders, AppliedTwiceSql, reader => reader.GetGuid(0)),
            Deadlines = Rows(orders, DeadlineSql, reader => new BookedDeadline(reader.GetGuid(0), reader.GetString(1))),
            Payments = Rows(payments, PaymentSql, reader => new BookedPayment(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3))),
            Attempts = Rows(payments, AttemptSql, reader => new BookedAttempt(
                reader.GetString(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4),
                reader.GetString(5))),
            Ledger = Rows(ledger, LedgerSql, reader => new BookedMoney(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4))),
            Reservations = Rows(inventory, ReservationSql, reader => new BookedReservation(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2))),
            Stock = Rows(inventory, StockSql, reader => new BookedStock(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2))),
            Unsent = Count(orders, OutboxSql) + Count(payments, OutboxSql) + Count(inventory, OutboxSql),
            DeadLetters = Count(orders, DeadLetterSql) + Count(payments, DeadLetterSql) + Count(inventory, DeadLetterSql),
            AcceptedMeanwhile = Rows(orders, "SELECT id FROM orders", reader => reader.GetGuid(0)).ToHashSet(),
        };
    }

    private const string OrdersSql =
        """
        SELECT o.id, o.status, o.total_minor, o.currency, o.version, s.current_state,
               CASE WHEN s.captured_minor IS NULL THEN NULL ELSE s.captured_minor - s.refunded_minor END,
               COALESCE(s.stock_is_undone, 0), COALESCE(s.refund_is_waived, 0)
        FROM orders o LEFT JOIN sagas s ON s.order_id = o.id
        """;

    private const string HistorySql =
        """
        SELECT h.saga_id, MIN(h.version), MAX(h.version), COUNT(h.version),
               (SELECT last.state_after FROM saga_history last
                WHERE last.saga_id = h.saga_id AND last.state_after IS NOT NULL ORDER BY last.seq DESC LIMIT 1),
               SUM(CASE WHEN h.type = 'orders.order_needs_attention.v1' THEN 1 ELSE 0 END)
        FROM saga_history h
        GROUP BY h.saga_id
        """;

    private const string AppliedTwiceSql =
        "SELECT saga_id FROM saga_history GROUP BY saga_id, message_id HAVING COUNT(*) > 1";

    private const string DeadlineSql = "SELECT correlation_id, name FROM deadlines";

    private const string PaymentSql = "SELECT order_id, status, captured_minor, refunded_minor FROM payments";

    private const string AttemptSql =
        "SELECT idempotency_key, order_id, kind, amount_minor, currency, state FROM payment_attempts";

    private const string LedgerSql =
        "SELECT order_id, idempotency_key, kind, amount_minor, currency FROM gateway_ledger ORDER BY at, kind";

    private const string ReservationSql = "SELECT order_id, status, lines FROM reservations";

    private const string StockSql = "SELECT sku, on_hand, reserved FROM stock_items";

    private const string OutboxSql = "SELECT COUNT(*) FROM outbox";

    private const string DeadLetterSql = "SELECT COUNT(*) FROM dead_letters";

    private static List<T> Rows<T>(SqlSession session, string sql, Func<DbDataReader, T> read) => session.Query(sql, read);

    private static long Count(SqlSession session, string sql) => session.Query(sql, reader => reader.GetInt64(0))[0];

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static long? Number(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);
}
