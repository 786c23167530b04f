namespace Tests.Books;

/// <summary>The same for what the payments worker and the bank have on record.</summary>
[Category("Integration")]
public sealed class SpoiltMoneyTurnsItsLineRed : SpoiltBooks
{
    private const string AnyCharge = "(SELECT MIN(idempotency_key) FROM gateway_ledger WHERE kind = 'charge')";
    private const string AnyRefund = "(SELECT MIN(idempotency_key) FROM gateway_ledger WHERE kind = 'refund')";
    private const string Paid = "(SELECT MIN(order_id) FROM payments WHERE status = 'completed')";
    private const string PaidBack = "(SELECT MIN(order_id) FROM payments WHERE status IN ('refunded', 'refunding'))";

    [TestCase($"DELETE FROM gateway_ledger WHERE idempotency_key = {AnyRefund}", "M1 M2 M4",
        TestName = "A refund that was never made")]
    [TestCase(
        $"""
        INSERT INTO gateway_ledger
        SELECT order_id, order_id || '-charge-2', kind, amount_minor, currency, at
        FROM gateway_ledger WHERE idempotency_key = {AnyCharge}
        """,
        "M1 M2 M3 M4", TestName = "A second charge")]
    [TestCase(
        $"UPDATE gateway_ledger SET at = '2000-01-01T00:00:00.000Z' WHERE idempotency_key = {AnyRefund}", "M3",
        TestName = "A refund before its charge")]
    [TestCase(
        $"""
        INSERT INTO gateway_ledger
        SELECT '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001-charge-1', kind,
               amount_minor, currency, at
        FROM gateway_ledger WHERE idempotency_key = {AnyCharge}
        """,
        "M1 M2 M4", TestName = "A charge for an order that was never accepted")]
    public Task At_the_bank(string corruption, string red) => Exactly_these_turn_red("gateway-ledger", corruption, red);

    [TestCase($"UPDATE payment_attempts SET amount_minor = amount_minor + 1 WHERE order_id = {Paid}", "M4",
        TestName = "An attempt for another amount than was booked")]
    [TestCase($"DELETE FROM payment_attempts WHERE order_id = {Paid}", "M4",
        TestName = "A charge without an attempt")]
    [TestCase("DELETE FROM payment_attempts WHERE state = 'declined'", "M4",
        TestName = "A decline without an attempt")]
    [TestCase("DELETE FROM payment_attempts WHERE state = 'refused'", "M4",
        TestName = "A refused refund without an attempt")]
    [TestCase("UPDATE payment_attempts SET due_at = '2030-01-01 00:00:00.000' WHERE state = 'refunded'", "M4",
        TestName = "A refund that would be asked for again")]
    [TestCase(
        "UPDATE payment_attempts SET state = 'unknown', due_at = '2030-01-01 00:00:00.000' WHERE state = 'declined'",
        "M4", TestName = "A cancelled order whose charge is still asked for")]
    [TestCase(
        """
        UPDATE payments SET status = 'pending' WHERE status = 'failed';
        UPDATE payment_attempts SET state = 'asked', due_at = '2030-01-01 00:00:00.000' WHERE state = 'declined'
        """,
        "M4 Q3", TestName = "A cancelled order whose payment is still pending")]
    [TestCase($"UPDATE payments SET captured_minor = 2 * captured_minor WHERE order_id = {Paid}", "M4",
        TestName = "A payment that says twice as much was captured")]
    [TestCase("UPDATE payments SET refunded_minor = 0 WHERE status = 'refunded'", "M4",
        TestName = "A payment that says nothing was refunded")]
    [TestCase($"UPDATE payments SET status = 'pending' WHERE order_id = {Paid}", "M4 Q3",
        TestName = "A confirmed order whose payment is not completed")]
    [TestCase($"UPDATE payments SET status = 'refunding' WHERE order_id = {PaidBack}", "M4 Q3",
        TestName = "A refunded order whose payment is still being refunded")]
    [TestCase($"DELETE FROM payments WHERE order_id = {PaidBack}", "M4 Q3",
        TestName = "A refunded order whose payment is lost")]
    public Task At_the_worker(string corruption, string red) => Exactly_these_turn_red("payments", corruption, red);

    [Test]
    public async Task An_order_settled_by_hand_hides_nothing_of_the_others_in_its_currency()
    {
        Spoil("orders", $"UPDATE sagas SET refund_is_waived = 1 WHERE order_id = {NeedsAttention}");
        Assert.That(Red(await Check()), Is.Empty);

        Spoil("orders", $"UPDATE orders SET total_minor = total_minor + 1 WHERE id = {Confirmed}");

        Assert.That(Red(await Check()), Is.EqualTo("M1 M2"));
    }

    private async Task Exactly_these_turn_red(string database, string corruption, string red)
    {
        Spoil(database, corruption);

        var report = await Check();

        Assert.That(Red(report), Is.EqualTo(red), report.ToString());
    }
}
