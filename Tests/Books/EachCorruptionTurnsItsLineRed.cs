using Microsoft.Data.Sqlite;
using Orders.Testing;

namespace Tests.Books;

/// <summary>The checker is checked: clean books are spoilt by hand, and exactly the right lines turn red.</summary>
[Category("Integration")]
public sealed class EachCorruptionTurnsItsLineRed
{
    private const string AnyConfirmed = "(SELECT order_id FROM sagas WHERE current_state = 'Confirmed' ORDER BY order_id LIMIT 1)";
    private const string AnyCancelled = "(SELECT order_id FROM sagas WHERE current_state = 'Cancelled' ORDER BY order_id LIMIT 1)";
    private const string AnyCharge = "(SELECT MIN(idempotency_key) FROM gateway_ledger WHERE kind = 'charge')";
    private const string AnyRefund = "(SELECT MIN(idempotency_key) FROM gateway_ledger WHERE kind = 'refund')";
    private const string AnyOpen = "(SELECT MIN(order_id) FROM reservations WHERE status = 'reserved')";

    private string clean = "";
    private string spoilt = "";

    [OneTimeSetUp]
    public async Task MakeCleanBooks()
    {
        clean = Directory.CreateTempSubdirectory("orders-").FullName;
        await using var orders = await OrdersInProcess.Start(folder: clean);
        var confirmed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => orders.Client.Submit()));
        var declined = await orders.Client.Submit("tok_declined");
        var refunded = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => orders.Client.Submit("tok_ok", "OUT-OF-STOCK")));
        await Task.WhenAll(confirmed.Select(id => orders.Client.WaitForStatus(id, "confirmed")));
        await Task.WhenAll(refunded.Append(declined).Select(id => orders.Client.WaitForStatus(id, "cancelled")));
        await orders.Client.WaitFor("clean books", () => orders.CheckBooks(allHaveEnded: true), report => report.IsClean);
    }

    [OneTimeTearDown]
    public void DeleteBooks() => Directory.Delete(clean, recursive: true);

    [SetUp]
    public void CopyBooks()
    {
        spoilt = Directory.CreateTempSubdirectory("orders-").FullName;
        foreach (var file in Directory.GetFiles(clean, "*.db*"))
            File.Copy(file, Path.Combine(spoilt, Path.GetFileName(file)));
    }

    [TearDown]
    public void DeleteCopy() => Directory.Delete(spoilt, recursive: true);

    [Test]
    public async Task Clean_books_are_clean()
    {
        var report = await BookCheck.Run(BookSources.InFolder(spoilt), allHaveEnded: true);

        Assert.That(report.IsClean, report.ToString());
        Assert.That((report.Ended, report.Open), Is.EqualTo((6, 0)));
    }

    [TestCase("gateway-ledger", $"DELETE FROM gateway_ledger WHERE idempotency_key = {AnyRefund}", "M1 M2 M4",
        TestName = "A refund that was never made")]
    [TestCase("gateway-ledger",
        $"INSERT INTO gateway_ledger SELECT order_id, order_id || '-charge-2', kind, amount_minor, currency, at FROM gateway_ledger WHERE idempotency_key = {AnyCharge}",
        "M1 M2 M3 M4", TestName = "A second charge")]
    [TestCase("gateway-ledger", $"UPDATE gateway_ledger SET at = '2000-01-01T00:00:00.000Z' WHERE idempotency_key = {AnyRefund}", "M3",
        TestName = "A refund before its charge")]
    [TestCase("payments", "UPDATE payment_attempts SET amount_minor = amount_minor + 1 WHERE idempotency_key = (SELECT MIN(idempotency_key) FROM payment_attempts WHERE state = 'captured')", "M4",
        TestName = "An attempt for another amount than was booked")]
    [TestCase("payments", "DELETE FROM payment_attempts WHERE idempotency_key = (SELECT MIN(idempotency_key) FROM payment_attempts WHERE state = 'captured')", "M4",
        TestName = "A charge without an attempt")]
    [TestCase("orders", $"UPDATE orders SET total_minor = total_minor + 1 WHERE id = {AnyConfirmed}", "M1 M2",
        TestName = "A confirmed order that cost more than was charged")]
    [TestCase("inventory", "UPDATE stock_items SET reserved = reserved + 1 WHERE sku = 'WIDGET'", "Q1",
        TestName = "A piece reserved for nobody")]
    [TestCase("inventory", $"UPDATE reservations SET status = 'released' WHERE order_id = {AnyOpen}", "Q1 Q2",
        TestName = "A reservation lost")]
    [TestCase("payments", "UPDATE payments SET status = 'pending' WHERE status = 'completed'", "Q3",
        TestName = "A confirmed order whose payment is not completed")]
    [TestCase("orders", $"UPDATE sagas SET current_state = 'AwaitingPayment' WHERE order_id = {AnyConfirmed}", "P1",
        TestName = "An order that nobody waits for")]
    [TestCase("orders", $"DELETE FROM saga_history WHERE saga_id = {AnyConfirmed} AND version = 2", "P3",
        TestName = "A step missing from a history")]
    [TestCase("orders", $"UPDATE sagas SET current_state = 'Confirmed' WHERE order_id = {AnyCancelled}", "M1 M2 P3 Q2 Q3",
        TestName = "A cancelled order that says it is confirmed")]
    [TestCase("orders",
        "DROP INDEX ux_saga_history_saga_id_message_id; INSERT INTO saga_history (saga_id, message_id, type, direction, at, payload) SELECT saga_id, message_id, type, 'out', at, payload FROM saga_history WHERE seq = (SELECT MIN(seq) FROM saga_history)",
        "P5", TestName = "A message applied twice")]
    [TestCase("orders",
        $"INSERT INTO deadlines SELECT '00000000-0000-0000-0000-000000000001', order_id, 'step', '2030-01-01 00:00:00.000', '2000-01-01 00:00:00.000', 1, NULL, x'7b7d' FROM sagas WHERE order_id = {AnyConfirmed}",
        "H1", TestName = "A deadline of an order that has ended")]
    [TestCase("orders", "INSERT INTO outbox VALUES ('00000000-0000-0000-0000-000000000001', 1, 'orders.events', x'00', x'00', x'00')", "H1",
        TestName = "A message that was never sent")]
    public async Task Exactly_the_right_lines_turn_red(string database, string corruption, string red)
    {
        Spoil(database, corruption);

        var report = await BookCheck.Run(BookSources.InFolder(spoilt), allHaveEnded: true);

        var broken = report.Findings.Where(finding => finding.Broken.Count > 0).Select(finding => finding.Name);
        Assert.That(string.Join(' ', broken.Order()), Is.EqualTo(red), report.ToString());
    }

    [Test]
    public async Task An_open_order_is_counted_and_breaks_nothing_unless_all_are_said_to_have_ended()
    {
        Spoil("orders",
            $"""
            UPDATE sagas SET current_state = 'Undoing' WHERE order_id = {AnyCancelled};
            INSERT INTO deadlines SELECT '00000000-0000-0000-0000-000000000001', order_id, 'undo', '2030-01-01 00:00:00.000', '2000-01-01 00:00:00.000', 1, NULL, x'7b7d' FROM sagas WHERE current_state = 'Undoing';
            """);

        var beside = await BookCheck.Run(BookSources.InFolder(spoilt), allHaveEnded: false);
        var atTheEnd = await BookCheck.Run(BookSources.InFolder(spoilt), allHaveEnded: true);

        Assert.That((beside.IsClean, beside.Open), Is.EqualTo((true, 1)), beside.ToString());
        Assert.That(atTheEnd.Findings.Single(finding => finding.Broken.Count > 0).Name, Is.EqualTo("P1"));
    }

    [Test]
    public void A_folder_without_books_is_said_to_have_none()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => BookSources.InFolder(Path.Combine(spoilt, "nowhere")));

        Assert.That(missing!.Message, Does.Contain("--data"));
    }

    private void Spoil(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(spoilt, database + ".db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.That(command.ExecuteNonQuery(), Is.Positive, "the corruption hit nothing");
    }
}
