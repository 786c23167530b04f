using System.Data.Common;
using System.Globalization;
using Messaging;

namespace Orders.Testing;

/// <summary>
/// Reads the books of an installation: the three databases and the gateway's ledger. Read-only, and beside a running
/// system: each database as of one moment, and orders first, so that what has ended by then has its final traces in
/// whatever is read after it.
/// </summary>
internal static class BookReader
{
    public static Books Read(BookSources sources) => new(
        AsOfOneMoment(sources.Open(sources.Orders), ReadOrders),
        AsOfOneMoment(sources.Open(sources.Payments), ReadPayments),
        AsOfOneMoment(sources.Open(sources.Inventory), ReadInventory),
        AsOfOneMoment(sources.OpenLedger(), ReadLedger),
        ReadSoundness(sources),
        AsOfOneMoment(
            sources.Open(sources.Orders),
            session => session.Query("SELECT id FROM orders", reader => reader.GetGuid(0)).ToHashSet()));

    /// <summary>Closed at once: a transaction that stays open keeps a server from cleaning up.</summary>
    internal static T AsOfOneMoment<T>(SqlSession opened, Func<SqlSession, T> read)
    {
        using var session = opened;
        session.Execute(session.Dialect.BeginRead);
        var book = read(session);
        session.Execute("COMMIT");
        return book;
    }

    private static OrdersBook ReadOrders(SqlSession session)
    {
        var sagas = session.Query(
            """
            SELECT order_id, current_state,
                   CASE WHEN captured_minor IS NULL THEN NULL ELSE captured_minor - refunded_minor END,
                   stock_is_undone, refund_is_waived
            FROM sagas
            """,
            reader => new BookedSaga(
                reader.GetGuid(0), reader.GetString(1), Number(reader, 2), reader.GetBoolean(3),
                reader.GetBoolean(4)))
            .ToDictionary(saga => saga.OrderId);
        var orders = session.Query(
            "SELECT id, status, total_minor, currency, version, lines FROM orders",
            reader => new BookedOrder(
                reader.GetGuid(0), reader.GetString(1), Whole(reader, 2), reader.GetString(3), Whole(reader, 4),
                StockInvariants.ArticlesIn(reader.GetString(5)), sagas.GetValueOrDefault(reader.GetGuid(0))))
            .ToDictionary(order => order.Id);
        var strays = new StraySteps(session.Query("SELECT definition FROM saga_definitions", r => r.GetString(0)));
        return new OrdersBook(
            orders, [.. sagas.Values.Where(saga => !orders.ContainsKey(saga.OrderId))],
            ReadHistories(session, strays),
            session.Query(
                "SELECT correlation_id, name FROM deadlines",
                reader => new BookedDeadline(reader.GetGuid(0), reader.GetString(1))),
            session.Query("SELECT order_id FROM idempotent_answers", reader => reader.GetGuid(0)),
            strays.Found, ReadMessages(session));
    }

    /// <summary>Row by row as they were written, which is the table's own order: nothing is sorted or kept.</summary>
    private static Dictionary<Guid, BookedHistory> ReadHistories(
        SqlSession session, StraySteps strays)
    {
        var histories = new Dictionary<Guid, BookedHistory>();
        using var command = session.Connection.CreateCommand();
        command.CommandText =
            "SELECT saga_id, direction, version, type, state_before, state_after FROM saga_history ORDER BY seq";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var id = reader.GetGuid(0);
            if (!histories.TryGetValue(id, out var history))
                histories.Add(id, history = new BookedHistory());
            var row = new HistoryRow(
                reader.GetString(1), Number(reader, 2), reader.GetString(3), Text(reader, 4), Text(reader, 5));
            history.Add(row);
            strays.Look(id, row);
        }

        return histories;
    }

    private static PaymentsBook ReadPayments(SqlSession session) => new(
        session.Query(
            "SELECT order_id, status, captured_minor, refunded_minor, refund_attempts FROM payments",
            reader => new BookedPayment(
                reader.GetGuid(0), reader.GetString(1), Whole(reader, 2), Whole(reader, 3), Whole(reader, 4)))
            .ToDictionary(payment => payment.OrderId),
        session.Query(
            """
            SELECT idempotency_key, order_id, kind, amount_minor, currency, state, due_at
            FROM payment_attempts
            """,
            reader => new BookedAttempt(
                reader.GetString(0), reader.GetGuid(1), reader.GetString(2), Whole(reader, 3), reader.GetString(4),
                reader.GetString(5), !reader.IsDBNull(6))),
        ReadMessages(session));

    private static InventoryBook ReadInventory(SqlSession session) => new(
        session.Query(
            "SELECT order_id, status, lines FROM reservations",
            reader => new BookedReservation(reader.GetGuid(0), reader.GetString(1), reader.GetString(2)))
            .ToDictionary(reservation => reservation.OrderId),
        session.Query(
            "SELECT sku, on_hand, reserved FROM stock_items",
            reader => new BookedStock(reader.GetString(0), Whole(reader, 1), Whole(reader, 2))),
        ReadMessages(session));

    private static List<BookedMoney> ReadLedger(SqlSession session) => session.Query(
        "SELECT order_id, idempotency_key, kind, amount_minor, currency FROM gateway_ledger ORDER BY at, kind",
        reader => new BookedMoney(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2), Whole(reader, 3), reader.GetString(4)));

    /// <summary>No table refers to another by a foreign key, so there is none to check.</summary>
    private static List<Discrepancy> ReadSoundness(BookSources sources)
    {
        if (sources.Dialect is not SqliteDialect)
            return [];
        var found = new List<Discrepancy>();
        foreach (var (name, file) in new[]
        {
            ("orders", sources.Orders), ("payments", sources.Payments), ("inventory", sources.Inventory),
        })
        {
            using var session = sources.Open(file);
            found.AddRange(session.Query("PRAGMA integrity_check(10)", reader => reader.GetString(0))
                .Where(answer => answer != "ok").Select(answer => new Discrepancy(name, answer)));
        }

        return found;
    }

    private static BookedMessages ReadMessages(SqlSession session) => new(
        session.Query(
            "SELECT owner, COUNT(*) FROM outbox GROUP BY owner",
            reader => (Owner: reader.GetGuid(0), Unsent: Whole(reader, 1)))
            .ToDictionary(owner => owner.Owner, owner => owner.Unsent),
        session.Query(
            "SELECT owner, adopted_by FROM outbox_owners",
            reader => (Owner: reader.GetGuid(0), Adopter: reader.IsDBNull(1) ? (Guid?)null : reader.GetGuid(1)))
            .ToDictionary(owner => owner.Owner, owner => owner.Adopter),
        session.Query("SELECT COUNT(*) FROM dead_letters", reader => Whole(reader, 0))[0]);

    /// <summary>What SQL Server counts is an int, and its reader widens none.</summary>
    private static long Whole(DbDataReader reader, int ordinal) =>
        Convert.ToInt64(reader.GetValue(ordinal), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static long? Number(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : Whole(reader, ordinal);
}
