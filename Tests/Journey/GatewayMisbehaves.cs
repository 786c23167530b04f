using Orders.Testing;

namespace Tests.Journey;

[Category("Integration")]
public sealed class GatewayMisbehaves
{
    [TestCase("tok_timeout", 2)]
    [TestCase("tok_flaky_2", 3)]
    [TestCase("tok_slow_5s", 1)]
    public async Task The_order_is_confirmed_all_the_same_and_charged_once(string token, int attempts)
    {
        var id = await Installation.Orders.Submit(token, unitPriceMinor: 900);

        await Installation.Orders.WaitForStatus(id, "confirmed");

        var payment = await Installation.Orders.Payment(id);
        Assert.That(payment.GetProperty("capturedMinor").GetInt64(), Is.EqualTo(900));
        Assert.That(payment.GetProperty("attempts").GetInt32(), Is.EqualTo(attempts));
        var report = await Installation.CheckBooks();
        Assert.That(report.IsClean, report.ToString());
    }

    [Test]
    public async Task A_refund_that_fails_twice_is_made_in_the_end()
    {
        var id = await Installation.Orders.Submit("tok_refund_flaky_2", "OUT-OF-STOCK");

        await Installation.Orders.WaitForStatus(id, "cancelled");

        Assert.That((await Installation.Orders.Payment(id)).GetProperty("status").GetString(), Is.EqualTo("refunded"));
    }

    [Test]
    public async Task A_refund_that_is_refused_for_good_needs_a_person_who_is_told_the_amount()
    {
        // Given little patience with an undo
        await using var orders = await OrdersInProcess.Start(
            new Dictionary<string, string?> { ["Saga:UndoGiveUpAfter"] = "00:00:01" });

        // When an order has to be refunded and the bank refuses
        var id = await orders.Client.Submit("tok_refund_fails", "OUT-OF-STOCK", unitPriceMinor: 4200);
        var saga = await orders.Client.WaitForState(id, "NeedsAttention");

        // Then it is visible, with what is owed, and the books say so too
        Assert.That(saga.GetProperty("owedMinor").GetInt64(), Is.EqualTo(4200));
        Assert.That(saga.GetProperty("payment").GetProperty("status").GetString(), Is.EqualTo("refund_failed"));
        Assert.That(saga.GetProperty("stock").GetProperty("status").GetString(), Is.EqualTo("rejected"));
        Assert.That((await orders.Client.Order(id)).GetProperty("status").GetString(), Is.EqualTo("cancelling"));
        var told = (await orders.Client.History(id))
            .Single(item => item.GetProperty("type").GetString() == "orders.order_needs_attention.v1");
        Assert.That(told.GetProperty("payload").GetProperty("owedMinor").GetInt64(), Is.EqualTo(4200));
        var report = await orders.CheckBooks(allHaveEnded: false);
        Assert.That(report.IsClean, report.ToString());
    }
}
