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
    [Test]
    public async Task Orders_end_and_the_books_balance()
    {
        using var databases = ServerDatabases.On(engine);
        await using var orders = await OrdersInProcess.Start(databases.Settings!);
        var confirmed = await orders.Client.Submit("tok_ok", "WIDGET", quantity: 2, unitPriceMinor: 300);
        var declined = await orders.Client.Submit("tok_declined", "WIDGET", quantity: 1, unitPriceMinor: 300);
        var missing = await orders.Client.Submit("tok_ok", "UNHEARD-OF", quantity: 1, unitPriceMinor: 300);

        await orders.Client.WaitForStatus(confirmed, "confirmed");
        await orders.Client.WaitForStatus(declined, "cancelled");
        await orders.Client.WaitForStatus(missing, "cancelled");
        Assert.That((await BookCheck.Run(databases.Books(orders.Folder), allHaveEnded: false)).IsClean, Is.True);
    }
}
