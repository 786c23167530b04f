using Orders.Testing;

namespace Tests.Books;

/// <summary>What the checker reads of a server is what it reads of files: a corruption of each kind is found.</summary>
[Category("PostgreSql")]
internal sealed class CorruptionsOnPostgreSql
{
    private OnPostgreSql server;

    [OneTimeSetUp]
    public async Task Given_orders_that_have_ended()
    {
        server = await OnPostgreSql.Start(PostgresServer.Shared);
        var confirmed = await server.Orders.Client.Submit();
        var refunded = await server.Orders.Client.Submit("tok_ok", "OUT-OF-STOCK");
        await server.Orders.Client.WaitForStatus(confirmed, "confirmed");
        await server.Orders.Client.WaitForStatus(refunded, "cancelled");
        await server.Orders.Client.WaitUntilAllHaveEnded(server.Books);
    }

    [OneTimeTearDown]
    public async Task Stop() => await (server?.DisposeAsync() ?? default);

    [TestCase("orders",
        "UPDATE orders SET total_minor = total_minor + 1 WHERE status = 'confirmed'",
        "UPDATE orders SET total_minor = total_minor - 1 WHERE status = 'confirmed'",
        "M1 M2", TestName = "A confirmed order that cost more than was charged")]
    [TestCase("payments",
        "UPDATE payment_attempts SET amount_minor = amount_minor + 1 WHERE state = 'refunded'",
        "UPDATE payment_attempts SET amount_minor = amount_minor - 1 WHERE state = 'refunded'",
        "M4", TestName = "A refund of another amount than was booked")]
    [TestCase("inventory",
        """UPDATE reservations SET lines = replace(lines, '"quantity":1', '"quantity":2') WHERE status = 'rejected'""",
        """UPDATE reservations SET lines = replace(lines, '"quantity":2', '"quantity":1') WHERE status = 'rejected'""",
        "Q2", TestName = "More refused than was ordered")]
    [TestCase("orders",
        """
        INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
        VALUES ('one', '', gen_random_uuid(), '', now() AT TIME ZONE 'utc' + INTERVAL '1 day')
        """,
        "DELETE FROM idempotent_answers WHERE key_hash = 'one'",
        "P2", TestName = "A key whose order is not there")]
    [TestCase("orders",
        "UPDATE saga_history SET version = version + 1 WHERE version > 2",
        "UPDATE saga_history SET version = version - 1 WHERE version > 3",
        "P3", TestName = "A step missing from a history")]
    [TestCase("inventory",
        "INSERT INTO outbox VALUES (gen_random_uuid(), 1, 'inventory.events', '', '', '')", "DELETE FROM outbox",
        "H1", TestName = "A message that nobody will ever send")]
    public async Task Turn_their_lines_red(string database, string corruption, string mended, string red)
    {
        server.Execute(database, corruption);
        try
        {
            // Beside what runs: it has nothing left to do.
            var report = await BookCheck.Run(server.Books, allHaveEnded: false);
            Assert.That(SpoiltBooks.Red(report), Is.EqualTo(red), report.ToString());
        }
        finally
        {
            server.Execute(database, mended);
        }
    }
}
