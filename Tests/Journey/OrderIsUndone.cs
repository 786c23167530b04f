using System.Net.Http.Json;

namespace Tests.Journey;

[Category("Integration")]
public sealed class OrderIsUndone
{
    [Test]
    public async Task A_declined_payment_gives_the_stock_back()
    {
        await Installation.Orders.Http.PutAsJsonAsync("/stock/DECLINED", new { onHand = 10 });

        var id = await Installation.Orders.Submit("tok_declined", "DECLINED", quantity: 3);

        var order = await Installation.Orders.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("payment_failed"));
        Assert.That(order.GetProperty("detail").GetString(), Does.Contain("declined"));
        Assert.That((await Installation.Orders.Stock("DECLINED")).GetProperty("available").GetInt64(), Is.EqualTo(10));
        Assert.That((await Installation.Orders.Payment(id)).GetProperty("capturedMinor").GetInt64(), Is.Zero);
    }

    [Test]
    public async Task What_is_out_of_stock_is_refunded()
    {
        var id = await Installation.Orders.Submit("tok_ok", "OUT-OF-STOCK");

        var order = await Installation.Orders.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("out_of_stock"));
        var payment = await Installation.Orders.Payment(id);
        Assert.That(
            payment.GetProperty("refundedMinor").GetInt64(),
            Is.EqualTo(payment.GetProperty("capturedMinor").GetInt64()));
    }

    [Test]
    public async Task An_article_that_inventory_does_not_know_is_out_of_stock()
    {
        var id = await Installation.Orders.Submit("tok_ok", "NO-SUCH-ARTICLE");

        var order = await Installation.Orders.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("out_of_stock"));
        Assert.That(order.GetProperty("detail").GetString(), Does.Contain("NO-SUCH-ARTICLE"));
    }

    [Test]
    public async Task With_one_line_in_stock_and_one_not_nothing_is_reserved()
    {
        await Installation.Orders.Http.PutAsJsonAsync("/stock/HALF", new { onHand = 10 });

        var id = await Installation.Orders.Submit("tok_ok", ("HALF", 4, 100), ("OUT-OF-STOCK", 1, 100));

        await Installation.Orders.WaitForStatus(id, "cancelled");
        Assert.That((await Installation.Orders.Stock("HALF")).GetProperty("reserved").GetInt64(), Is.Zero);
    }

    [Test]
    public async Task Of_the_last_pieces_no_more_is_sold_than_there_are()
    {
        // Given five pieces and twelve orders for one each, at once
        await Installation.Orders.Http.PutAsJsonAsync("/stock/LAST", new { onHand = 5 });
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Installation.Orders.Submit("tok_ok", "LAST")));

        // When all have ended
        var orders = await Task.WhenAll(
            ids.Select(id => Installation.Orders.WaitForStatus(id, "confirmed", "cancelled")));

        // Then five have it
        Assert.That(orders.Count(order => order.GetProperty("status").GetString() == "confirmed"), Is.EqualTo(5));
        Assert.That((await Installation.Orders.Stock("LAST")).GetProperty("available").GetInt64(), Is.Zero);
    }

    [OneTimeTearDown]
    public async Task The_books_balance()
    {
        var report = await Installation.CheckBooks();
        Assert.That(report.IsClean, report.ToString());
    }
}
