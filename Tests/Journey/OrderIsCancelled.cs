using System.Net;

namespace Tests.Journey;

[Category("Integration")]
public sealed class OrderIsCancelled
{
    [Test]
    public async Task Before_it_is_confirmed_money_and_stock_come_back()
    {
        // Given an order whose payment takes its time
        var id = await Installation.Orders.Submit("tok_slow_5s", "GIZMO");
        await Installation.Orders.WaitForState(id, "AwaitingPayment");

        // When it is cancelled
        using var response = await Installation.Orders.Cancel(id);

        // Then that is accepted, and it ends without effect
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var order = await Installation.Orders.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("cancelled_by_customer"));
        Assert.That(order.GetProperty("cancellation").GetString(), Is.EqualTo("done"));
        var payment = await Installation.Orders.Payment(id);
        Assert.That(
            payment.GetProperty("capturedMinor").GetInt64(),
            Is.EqualTo(payment.GetProperty("refundedMinor").GetInt64()));
        var report = await Installation.CheckBooks();
        Assert.That(report.IsClean, report.ToString());
    }

    [Test]
    public async Task Once_confirmed_it_is_too_late()
    {
        var id = await Installation.Orders.Submit();
        await Installation.Orders.WaitForStatus(id, "confirmed");

        using var response = await Installation.Orders.Cancel(id);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Asked_at_once_it_is_cancelled_or_told_that_it_was_too_late()
    {
        var id = await Installation.Orders.Submit();
        using var response = await Installation.Orders.Cancel(id);

        var order = await Installation.Orders.WaitFor(
            "a verdict",
            () => Installation.Orders.Order(id),
            seen => seen.GetProperty("status").GetString() is "confirmed" or "cancelled");

        if (response.StatusCode == HttpStatusCode.Conflict)
            Assert.That(order.GetProperty("status").GetString(), Is.EqualTo("confirmed"));
        else
            Assert.That(
                order.GetProperty("cancellation").GetString(),
                Is.EqualTo(order.GetProperty("status").GetString() == "confirmed" ? "too_late" : "done"));
    }

    [Test]
    public async Task An_order_that_does_not_exist_is_not_found()
    {
        using var response = await Installation.Orders.Cancel(Guid.NewGuid());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
