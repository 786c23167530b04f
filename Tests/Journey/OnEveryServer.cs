using Orders.Testing;
using Tests.Messaging;

namespace Tests.Journey;

/// <summary>
/// The services make their databases on a server, and an order that is confirmed, one that is undone and the books are
/// right on it.
/// </summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Servers))]
internal sealed class OnEveryServer(Engine engine)
{
    private readonly string name = $"j{Guid.NewGuid():N}"[..9];

    [Test]
    public async Task Orders_end_and_the_books_balance()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = engine.Provider,
            ["ConnectionStrings:Orders"] = Of("orders"),
            ["ConnectionStrings:Payments"] = Of("payments"),
            ["ConnectionStrings:Inventory"] = Of("inventory"),
        };
        try
        {
            await using var orders = await OrdersInProcess.Start(settings);
            var confirmed = await orders.Client.Submit("tok_ok", "WIDGET", quantity: 2, unitPriceMinor: 300);
            var declined = await orders.Client.Submit("tok_declined", "WIDGET", quantity: 1, unitPriceMinor: 300);
            var missing = await orders.Client.Submit("tok_ok", "UNHEARD-OF", quantity: 1, unitPriceMinor: 300);

            await orders.Client.WaitForStatus(confirmed, "confirmed");
            await orders.Client.WaitForStatus(declined, "cancelled");
            await orders.Client.WaitForStatus(missing, "cancelled");
            var books = new BookSources(
                engine.Dialect, Of("orders"), Of("payments"), Of("inventory"),
                $"Data Source={Path.Combine(orders.Folder, "gateway-ledger.db")}");
            Assert.That((await BookCheck.Run(books, allHaveEnded: false)).IsClean, Is.True);
        }
        finally
        {
            foreach (var database in new[] { "orders", "payments", "inventory" })
                engine.Delete(Of(database));
        }
    }

    private string Of(string database) => engine.ConnectionStringOf($"{name}_{database}");
}
