using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Journey;

[Category("Integration")]
public sealed class OrderIsConfirmed
{
    [Test]
    public async Task Once_confirmed_the_payment_is_completed_and_the_stock_is_less_by_the_quantity()
    {
        // Given an item of which there is some
        await Installation.Orders.Http.PutAsJsonAsync("/stock/TUTORIAL", new { onHand = 100 });

        // When an order for some of it is confirmed
        var id = await Installation.Orders.Submit("tok_ok", "TUTORIAL", quantity: 7, unitPriceMinor: 300);
        await Installation.Orders.WaitForStatus(id, "confirmed");

        // Then it is paid and reserved
        var payment = await Installation.Orders.Payment(id);
        Assert.That(payment.GetProperty("status").GetString(), Is.EqualTo("completed"));
        Assert.That(payment.GetProperty("capturedMinor").GetInt64(), Is.EqualTo(2100));
        var stock = await Installation.Orders.Stock("TUTORIAL");
        Assert.That(stock.GetProperty("available").GetInt64(), Is.EqualTo(93));
        Assert.That(stock.GetProperty("onHand").GetInt64(), Is.EqualTo(100));
    }

    [Test]
    public async Task The_answer_says_where_to_look()
    {
        using var response = await Installation.Orders.Http.PostAsJsonAsync("/orders", new
        {
            customerId = "c-42",
            currency = "EUR",
            paymentToken = "tok_ok",
            lines = new[] { new { sku = "WIDGET", quantity = 2, unitPriceMinor = 1250 } },
        });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        var id = body.GetProperty("id").GetGuid();
        Assert.That(body.GetProperty("status").GetString(), Is.EqualTo("processing"));
        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo($"/orders/{id}"));
        foreach (var link in new[] { "self", "history", "saga", "stream", "cancel" })
            Assert.That(body.GetProperty("links").GetProperty(link).GetString(), Does.StartWith($"/orders/{id}"));
    }

    [Test]
    public async Task The_history_tells_every_step_and_hides_the_token()
    {
        var id = await Installation.Orders.Submit("tok_ok");
        var order = await Installation.Orders.WaitForStatus(id, "confirmed");

        var history = await Installation.Orders.History(id);

        var steps = history.Where(item => item.GetProperty("direction").GetString() != "out").ToList();
        Assert.That(order.GetProperty("version").GetInt64(), Is.EqualTo(steps.Count));
        Assert.That(
            steps.Select(step => step.GetProperty("type").GetString()),
            Is.EquivalentTo(new[]
            {
                "orders.accepted", "orders.order_created.v1",
                "payments.payment_completed.v1", "inventory.stock_reserved.v1",
            }));
        Assert.That(steps[^1].GetProperty("stateAfter").GetString(), Is.EqualTo("Confirmed"));
        Assert.That(string.Concat(history.Select(item => item.GetRawText())), Does.Not.Contain("tok_ok"));
    }

    [Test]
    public async Task The_saga_waits_for_nothing_any_more()
    {
        var id = await Installation.Orders.Submit("tok_ok");
        await Installation.Orders.WaitForStatus(id, "confirmed");

        var saga = await Installation.Orders.Saga(id);

        Assert.That(saga.GetProperty("state").GetString(), Is.EqualTo("Confirmed"));
        Assert.That(saga.GetProperty("deadlines").GetArrayLength(), Is.Zero);
        Assert.That(saga.GetProperty("payment").GetProperty("status").GetString(), Is.EqualTo("completed"));
        Assert.That(saga.GetProperty("stock").GetProperty("status").GetString(), Is.EqualTo("reserved"));
    }

    [Test]
    public async Task The_etag_is_the_orders_version()
    {
        var id = await Installation.Orders.Submit("tok_ok");
        var order = await Installation.Orders.WaitForStatus(id, "confirmed");

        using var response = await Installation.Orders.Http.GetAsync(new Uri($"/orders/{id}", UriKind.Relative));

        Assert.That(response.Headers.ETag!.Tag, Is.EqualTo($"\"{order.GetProperty("version").GetInt64()}\""));
    }
}
