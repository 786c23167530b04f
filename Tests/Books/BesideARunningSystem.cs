using Messaging;
using Orders.Testing;

namespace Tests.Books;

/// <summary>Between two readings the system goes on: what heals was a step half seen, what stays is reported.</summary>
[Category("Integration")]
public sealed class BesideARunningSystem : SpoiltBooks
{
    private const string OneMoreReserved = "UPDATE stock_items SET reserved = reserved + 1 WHERE sku = 'WIDGET'";
    private const string OneCostsMore = $"UPDATE orders SET total_minor = total_minor + 1 WHERE id = {Confirmed}";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);

    [TestCase("inventory", OneMoreReserved, "Q1", "WIDGET (5 reserved, 3 for orders)")]
    [TestCase("orders", OneCostsMore, "M1", "EUR (5000 held, 5002 due)")]
    public async Task A_discrepancy_that_stays_is_reported_although_its_amount_moves(
        string database, string corruption, string line, string text)
    {
        // Given a reading that finds it
        Spoil(database, corruption);
        var checking = Check(allHaveEnded: false, time);

        // When the amount is another one in the next
        Spoil(database, corruption);
        time.Advance(TimeSpan.FromSeconds(1));

        // Then it is reported as it is now
        var broken = (await checking).Findings.Single(finding => finding.Name == line).Broken;
        Assert.That(broken.Select(discrepancy => discrepancy.ToString()), Is.EqualTo([text]));
    }

    [Test]
    public async Task What_heals_before_the_next_reading_is_not_reported()
    {
        // Given a charge that the bank knows of and the worker, as it was read, did not
        Spoil("payments",
            "UPDATE payment_attempts SET idempotency_key = 'other-' || idempotency_key WHERE state = 'captured'");
        Spoil("inventory", OneMoreReserved);
        var checking = Check(allHaveEnded: false, time);

        // When it does in the next reading, and something else is found for the first time
        Spoil("payments",
            "UPDATE payment_attempts SET idempotency_key = substr(idempotency_key, 7) WHERE state = 'captured'");
        Spoil("inventory", "UPDATE stock_items SET reserved = reserved - 1 WHERE sku = 'WIDGET'");
        Spoil("inventory", "UPDATE stock_items SET reserved = reserved + 1 WHERE sku = 'GADGET'");
        time.Advance(TimeSpan.FromSeconds(1));

        // Then there is nothing to report
        var report = await checking;
        Assert.That(report.IsClean, report.ToString());
    }

    [Test]
    public async Task A_refund_under_way_owes_what_nobody_knows_yet()
    {
        // Given an operator's retry that the bank has done and nobody has recorded yet
        Spoil("payments",
            """
            INSERT INTO payment_attempts (
                idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries,
                created_at, updated_at)
            SELECT order_id || '-refund-99', order_id, 'refund', 99, amount_minor, currency, 'unknown',
                   '2030-01-01 00:00:00.000', claimed_until, 1, created_at, updated_at
            FROM payment_attempts
            WHERE kind = 'charge' AND order_id = (SELECT order_id FROM payments WHERE status = 'refund_failed');
            UPDATE payments SET status = 'refunding', refund_attempts = refund_attempts + 1
            WHERE status = 'refund_failed';
            """);
        using (var payments = Open("payments"))
        {
            using var command = payments.CreateCommand();
            command.CommandText =
                $"""
                ATTACH DATABASE '{Path.Combine(Folder, "gateway-ledger.db")}' AS bank;
                INSERT INTO bank.gateway_ledger
                SELECT order_id, idempotency_key, kind, amount_minor, currency, '2040-01-01T00:00:00.000Z'
                FROM payment_attempts WHERE number = 99
                """;
            Assert.That(command.ExecuteNonQuery(), Is.Positive);
        }

        // Then that breaks nothing, however long it takes
        var report = await Check(allHaveEnded: false);
        Assert.That(report.IsClean, report.ToString());
    }

    [Test]
    public async Task An_open_order_is_counted_and_breaks_nothing_unless_all_are_said_to_have_ended()
    {
        // Given an order whose refund is still waited for
        const string order = "(SELECT MIN(id) FROM orders WHERE reason = 'out_of_stock' AND status LIKE 'cancelle_')";
        Spoil("orders",
            $"""
            UPDATE orders SET reason = 'undoing' WHERE id = {order};
            DELETE FROM saga_history WHERE type = 'orders.order_cancelled.v1'
              AND saga_id = (SELECT id FROM orders WHERE reason = 'undoing');
            DELETE FROM saga_history WHERE saga_id = (SELECT id FROM orders WHERE reason = 'undoing')
              AND version = (SELECT version FROM orders WHERE reason = 'undoing');
            UPDATE orders SET version = version - 1, status = 'cancelling' WHERE reason = 'undoing';
            UPDATE sagas SET current_state = 'Undoing'
            WHERE order_id = (SELECT id FROM orders WHERE reason = 'undoing');
            INSERT INTO deadlines (token, correlation_id, name, due_at, claimed_until, attempt, value)
            SELECT '00000000-0000-0000-0000-000000000001', id, 'undo',
                   '2030-01-01 00:00:00.000', '2000-01-01 00:00:00.000', 1, x'7b7d'
            FROM orders WHERE reason = 'undoing';
            """);

        var beside = await Check(allHaveEnded: false);
        var atTheEnd = await Check();

        Assert.That((beside.IsClean, beside.Open), Is.EqualTo((true, 1)), beside.ToString());
        Assert.That(Red(atTheEnd), Is.EqualTo("P1"), atTheEnd.ToString());
    }

    private const string Dead = "00000000-0000-0000-0000-000000000001";
    private const string Adopter = "00000000-0000-0000-0000-000000000002";

    [TestCase(null, null, "H1", TestName = "Messages of an owner that is not there are never sent")]
    [TestCase(Adopter, null, "H1", TestName = "Messages of an owner whose adopter is not there are never sent")]
    [TestCase(Adopter, Dead, "H1", TestName = "Messages of owners that have adopted each other are never sent")]
    [TestCase("NULL", null, "", TestName = "Messages of an owner that nobody has adopted yet will be sent")]
    [TestCase(Adopter, "NULL", "", TestName = "Messages of an owner that was adopted will be sent")]
    public async Task Who_sends_a_message(string? adopter, string? itsAdopter, string red)
    {
        Spoil("payments",
            $"INSERT INTO outbox VALUES ('{Dead}', 1, 'payments.events', x'00', x'00', x'00')");
        foreach (var (owner, by) in new[] { (Dead, adopter), (Adopter, itsAdopter) })
        {
            if (by is not null)
                Spoil("payments", $"INSERT INTO outbox_owners VALUES ('{owner}', 1, '2000-01-01 00:00:00.000', "
                    + (by == "NULL" ? "NULL)" : $"'{by}')"));
        }

        Assert.That(Red(await Check(allHaveEnded: false)), Is.EqualTo(red));
        Assert.That(Red(await Check(allHaveEnded: true)), Is.EqualTo("H1"), "it is not sent");
    }

    [Test]
    public void A_database_is_read_as_of_one_moment()
    {
        var sources = BookSources.InFolder(Folder);
        using var session = sources.Open(sources.Inventory);
        session.Execute(session.Dialect.BeginRead);
        var before = Reserved(session);

        Spoil("inventory", OneMoreReserved);

        Assert.That(Reserved(session), Is.EqualTo(before));
        session.Execute("COMMIT");
        Assert.That(Reserved(session), Is.EqualTo(before + 1));
    }

    [Test]
    public void A_folder_without_books_is_said_to_have_none()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => BookSources.InFolder(Path.Combine(Folder, "nowhere")));

        Assert.That(missing!.Message, Does.Contain("--data"));
    }

    private static long Reserved(SqlSession session) =>
        session.Query("SELECT reserved FROM stock_items WHERE sku = 'WIDGET'", reader => reader.GetInt64(0))[0];
}
