namespace Tests.Books;

/// <summary>The checker is checked: clean books are spoilt by hand, and exactly the right lines turn red.</summary>
[Category("Integration")]
public sealed class EachCorruptionTurnsItsLineRed : SpoiltBooks
{
    private const string Held = "(SELECT MIN(order_id) FROM reservations WHERE status = 'reserved')";
    private const string LastVersion = $"(SELECT MAX(version) FROM saga_history WHERE saga_id = {Refunded})";

    [Test]
    public async Task Clean_books_are_clean()
    {
        var report = await Check();

        Assert.That(report.IsClean, report.ToString());
        Assert.That((report.Ended, report.Open), Is.EqualTo((7, 0)));
    }

    [TestCase($"UPDATE orders SET total_minor = total_minor + 1 WHERE id = {Confirmed}", "M1 M2",
        TestName = "A confirmed order that cost more than was charged")]
    [TestCase($"UPDATE orders SET currency = 'USD' WHERE id = {Confirmed}", "M1 M2",
        TestName = "A confirmed order that was charged in another currency")]
    [TestCase($"UPDATE sagas SET captured_minor = captured_minor + 1 WHERE order_id = {NeedsAttention}", "M1 M2",
        TestName = "An order that needs attention and says that more is owed")]
    [TestCase($"UPDATE sagas SET current_state = 'AwaitingPayment' WHERE order_id = {Confirmed}", "P1 P3 P8",
        TestName = "An order that nobody waits for")]
    [TestCase($"UPDATE sagas SET current_state = 'Confirmed' WHERE order_id = {Declined}", "M1 M2 P3 P8 Q2 Q3",
        TestName = "A cancelled order that says it is confirmed")]
    [TestCase($"DELETE FROM orders WHERE id = {Confirmed}", "M1 M2 P1 P3 Q2 Q3",
        TestName = "An order lost, with its saga and history left")]
    [TestCase(
        $"DELETE FROM saga_history WHERE saga_id = {Declined}; DELETE FROM orders WHERE id = {Declined}", "P1 Q3",
        TestName = "An order lost, with its saga left")]
    [TestCase($"DELETE FROM orders WHERE id = {Declined}; DELETE FROM sagas WHERE order_id = {Declined}", "P3 Q3",
        TestName = "An order lost, with its history left")]
    [TestCase($"DELETE FROM sagas WHERE order_id = {Confirmed}", "P1 P3 P8",
        TestName = "A saga lost")]
    [TestCase(
        """
        INSERT INTO deadlines (token, correlation_id, name, due_at, claimed_until, attempt, value)
        VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', 'cancellation',
                '2030-01-01 00:00:00.000', '2000-01-01 00:00:00.000', 1, x'7b7d')
        """,
        "H1", TestName = "A deadline of an order that is not there")]
    [TestCase(
        $"""
        INSERT INTO deadlines (token, correlation_id, name, due_at, claimed_until, attempt, value)
        SELECT '00000000-0000-0000-0000-000000000001', order_id, 'step',
               '2030-01-01 00:00:00.000', '2000-01-01 00:00:00.000', 1, x'7b7d'
        FROM sagas WHERE order_id = {Confirmed}
        """,
        "H1", TestName = "A deadline of an order that has ended")]
    [TestCase(
        "INSERT INTO outbox VALUES ('00000000-0000-0000-0000-000000000001', 1, 'orders.events', x'00', x'00', x'00')",
        "H1", TestName = "A message that was never sent")]
    [TestCase(
        $"""
        INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
        SELECT order_id, '', order_id, x'7b7d', '2030-01-01 00:00:00.000' FROM sagas;
        INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
        VALUES ('another', '', {Confirmed}, x'7b7d', '2030-01-01 00:00:00.000')
        """,
        "P2", TestName = "An order that two keys made")]
    [TestCase(
        """
        INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
        VALUES ('one', '', '00000000-0000-0000-0000-000000000001', x'7b7d', '2030-01-01 00:00:00.000')
        """,
        "P2", TestName = "A key whose order is not there")]
    public Task In_the_orders(string corruption, string red) => Exactly_these_turn_red("orders", corruption, red);

    [TestCase($"DELETE FROM saga_history WHERE saga_id = {Confirmed} AND version = 2", "P3",
        TestName = "A step missing from a history")]
    [TestCase(
        $"""
        CREATE TEMP TABLE swapped AS
        SELECT seq, 5 - version AS becomes FROM saga_history WHERE saga_id = {Confirmed} AND version IN (2, 3);
        UPDATE saga_history SET seq = -seq WHERE saga_id = {Confirmed} AND version IN (2, 3);
        UPDATE saga_history SET seq = (SELECT seq FROM swapped WHERE becomes = version) WHERE seq < 0;
        """,
        "P3", TestName = "Two steps of a history swapped")]
    [TestCase($"UPDATE saga_history SET version = 5 - version WHERE saga_id = {Confirmed} AND version IN (2, 3)", "P3",
        TestName = "Two versions of a history swapped")]
    [TestCase($"UPDATE saga_history SET state_before = 'Undoing' WHERE saga_id = {Confirmed} AND version = 4",
        "P3 P4", TestName = "A step that goes on from where the last one did not end")]
    [TestCase($"UPDATE orders SET version = version - 1 WHERE id = {Confirmed}", "P3",
        TestName = "An order behind its history")]
    [TestCase($"UPDATE orders SET version = version + 1 WHERE id = {Refunded}", "P3",
        TestName = "An order ahead of its history")]
    [TestCase($"UPDATE orders SET status = 'processing' WHERE id = {Confirmed}", "P3",
        TestName = "A confirmed order that its customer still sees on its way")]
    [TestCase($"UPDATE orders SET status = 'confirmed' WHERE id = {Refunded}", "P3",
        TestName = "A cancelled order that its customer sees confirmed")]
    [TestCase($"UPDATE orders SET status = 'cancelled' WHERE id = {NeedsAttention}", "P3",
        TestName = "An order that needs attention and that its customer sees cancelled")]
    [TestCase(
        $"""
        UPDATE saga_history SET type = (
            SELECT step.type FROM saga_history step WHERE step.saga_id = {Confirmed} AND step.version = 3)
        WHERE saga_id = {Confirmed} AND version = 4
        """,
        "P5", TestName = "A message that had its effect twice")]
    [TestCase($"DELETE FROM saga_history WHERE saga_id = {Confirmed} AND type = 'orders.order_confirmed.v1'", "P8",
        TestName = "A confirmed order that did not say so")]
    [TestCase($"DELETE FROM saga_history WHERE saga_id = {Refunded} AND type = 'orders.order_cancelled.v1'", "P8",
        TestName = "A cancelled order that did not say so")]
    [TestCase(
        $"""
        UPDATE saga_history SET type = 'orders.order_cancelled.v1'
        WHERE saga_id = {Confirmed} AND type = 'payments.process_payment.v1'
        """,
        "P8", TestName = "A confirmed order that said it was cancelled, too")]
    [TestCase(
        $"""
        DELETE FROM saga_history WHERE saga_id = {NeedsAttention} AND type = 'orders.order_needs_attention.v1'
        """,
        "P1", TestName = "An order that needs attention and called nobody")]
    [TestCase(
        $"""
        INSERT INTO saga_history (
            saga_id, message_id, version, type, direction, at, state_before, state_after, payload)
        SELECT saga_id, '00000000-0000-0000-0000-000000000001', version + 1, 'orders.operator_action_requested.v1',
               'in', at, 'Cancelled', 'Undoing', payload
        FROM saga_history WHERE saga_id = {Refunded} AND version = {LastVersion};
        UPDATE orders SET version = version + 1, status = 'cancelling' WHERE id = {Refunded};
        UPDATE sagas SET current_state = 'Undoing' WHERE order_id = {Refunded};
        """,
        "P1 P4 P6 P8", TestName = "An order that left its end")]
    [TestCase(
        $"""
        UPDATE saga_history SET state_after = 'Undoing' WHERE saga_id = {Confirmed} AND version = 3;
        UPDATE saga_history SET state_before = 'Undoing' WHERE saga_id = {Confirmed} AND version = 4;
        """,
        "P4", TestName = "An order that went a way there is not")]
    [TestCase(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, '"reason" TEXT NULL', '"reason" TEXT NOT NULL')
        WHERE name = 'orders';
        """,
        "H4", TestName = "A file that is damaged")]
    public Task In_the_histories(string corruption, string red) => Exactly_these_turn_red("orders", corruption, red);

    [TestCase("UPDATE stock_items SET reserved = reserved + 1 WHERE sku = 'WIDGET'", "Q1",
        TestName = "A piece reserved for nobody")]
    [TestCase("UPDATE stock_items SET on_hand = reserved - 1 WHERE sku = 'WIDGET'", "Q1",
        TestName = "More reserved than there is")]
    [TestCase(
        $"UPDATE reservations SET status = 'released' WHERE order_id = {Held}", "Q1 Q2",
        TestName = "A reservation given back")]
    [TestCase("UPDATE reservations SET status = 'reserved' WHERE status = 'released'", "Q1 Q2",
        TestName = "A release lost")]
    [TestCase("DELETE FROM reservations WHERE status = 'released'", "Q3",
        TestName = "A reservation lost that was given back")]
    [TestCase(
        $"DELETE FROM reservations WHERE order_id = {Held}", "Q1 Q2 Q3",
        TestName = "A reservation lost")]
    [TestCase(
        $"""
        UPDATE reservations SET lines = replace(lines, 'WIDGET', 'GADGET') WHERE order_id = {Held};
        UPDATE stock_items SET reserved = reserved + CASE sku WHEN 'GADGET' THEN 1 ELSE -1 END
        WHERE sku IN ('GADGET', 'WIDGET');
        """,
        "Q2", TestName = "Another article reserved than was ordered")]
    [TestCase(
        $"""
        UPDATE reservations SET lines = replace(lines, '"quantity":1', '"quantity":2') WHERE order_id = {Held};
        UPDATE stock_items SET reserved = reserved + 1 WHERE sku = 'WIDGET';
        """,
        "Q2", TestName = "More reserved than was ordered")]
    [TestCase("UPDATE reservations SET lines = replace(lines, 'OUT-OF-STOCK', 'WIDGET') WHERE status = 'rejected'",
        "Q2", TestName = "Another article refused than was ordered")]
    public Task In_the_stock(string corruption, string red) => Exactly_these_turn_red("inventory", corruption, red);

    private async Task Exactly_these_turn_red(string database, string corruption, string red)
    {
        Spoil(database, corruption);

        var report = await Check();

        Assert.That(Red(report), Is.EqualTo(red), report.ToString());
    }
}
