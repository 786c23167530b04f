using System.Net;
using System.Text.Json;
using Tests.Journey.Api;

namespace Tests.Faults;

/// <summary>
/// One half of an undo fails while the other succeeds: the other ends by itself, no order is cancelled with money or
/// stock held, and a person is told what is owed.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class AnUndoThatFails
{
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_little_patience_with_an_undo() => services = await FourServices.Start(
        KafkaCluster.Shared, PostgresServer.Shared, settings: new Dictionary<string, string>
        {
            ["Saga:AskAgainAfter:0"] = "00:00:01",
            ["Saga:UndoGiveUpAfter"] = "00:00:02",
        });

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    public async Task The_stock_is_given_back_where_the_refund_is_refused()
    {
        // Given an order that is charged, with stock reserved that the saga does not know of yet
        var before = await Reserved();
        var id = await CancelledWithoutInventory("tok_refund_fails");
        await services.StartOne("Inventory.Worker");

        // Then it needs a person, and says what is owed
        var saga = await services.Orders().WaitForState(id, "NeedsAttention");
        Assert.That(saga.GetProperty("owedMinor").GetInt64(), Is.EqualTo(4200));
        await services.Inventory.WaitFor("the stock to be given back", Reserved, reserved => reserved == before);
        Assert.That(LedgerReader.Balances(services.LedgerFolder)[id], Is.EqualTo(4200), "the bank's own count");
        Assert.That(Count(await services.Orders().History(id), "orders.order_needs_attention.v1"), Is.EqualTo(1));

        // And it ends once that person has paid
        await Act(id, """{"action":"resolve","step":"payment","reason":"paid by cheque"}""");
        await services.Orders().WaitForStatus(id, "cancelled");
        Assert.That(Count(await services.Orders().History(id), "orders.order_cancelled.v1"), Is.EqualTo(1));
        await services.AllEnded();
    }

    [Test]
    public async Task The_money_is_given_back_where_nobody_answers_for_the_stock()
    {
        var id = await CancelledWithoutInventory("tok_ok");

        // The refund waits for nobody
        await services.Orders().WaitFor(
            "the refund", () => Task.FromResult(LedgerReader.Has(services.LedgerFolder, id, "refund")), has => has);
        Assert.That(
            (await services.Orders().Order(id)).GetProperty("status").GetString(), Is.EqualTo("cancelling"));

        // The late answer ends it
        await services.StartOne("Inventory.Worker");
        await services.Orders().WaitForStatus(id, "cancelled");
        Assert.That(LedgerReader.Balances(services.LedgerFolder)[id], Is.Zero);
        Assert.That(LedgerReader.Count(services.LedgerFolder, id, "refund"), Is.EqualTo(1));
        await services.AllEnded();
    }

    /// <summary>An operator settles a refund by hand while the worker that failed at it is down.</summary>
    [Test]
    public async Task The_order_ends_once_and_the_worker_never_pays_again()
    {
        // Given an order that needs attention, and no worker
        var id = await services.Orders().Submit("tok_refund_fails", "OUT-OF-STOCK", unitPriceMinor: 4200);
        await services.Orders().WaitForState(id, "NeedsAttention");
        await services.Kill("Payments.Worker");

        // When an operator tries the refund once more, in vain, and then settles it
        await Act(id, """{"actionId":"a-1","action":"retry","step":"payment","reason":"the bank is back"}""");
        await services.Orders().WaitForState(id, "Undoing");
        await Act(id, """{"actionId":"a-2","action":"resolve","step":"payment","reason":"paid by cheque"}""");
        await Act(id, """{"actionId":"a-2","action":"resolve","step":"payment","reason":"paid by cheque"}""");
        await services.Orders().WaitFor(
            "the saga to have the act", () => services.Orders().History(id),
            history => history.Any(item => item.GetProperty("type").GetString() == "operator.resolve"));
        Assert.That((await services.Orders().Order(id)).GetProperty("status").GetString(), Is.EqualTo("cancelling"));

        // Then the order ends when the worker is back
        await services.StartOne("Payments.Worker");
        await services.Orders().WaitForStatus(id, "cancelled");
        var report = await services.AllEnded();
        Assert.That(report.IsClean, report.ToString());
        var history = await services.Orders().History(id);
        Assert.That(Count(history, "orders.order_cancelled.v1"), Is.EqualTo(1));
        Assert.That(Count(history, "operator.resolve"), Is.EqualTo(1));

        // And nothing was paid back, nor will be
        using var late = await services.Orders().Http.Send(
            HttpMethod.Post, $"/ops/orders/{id}/actions", """{"action":"retry","reason":"once more"}""");
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        var payment = await services.Payments.Payment(id);
        Assert.That(payment.GetProperty("status").GetString(), Is.EqualTo("waived"));
        Assert.That(payment.GetProperty("capturedMinor").GetInt64(), Is.EqualTo(4200));
        Assert.That(payment.GetProperty("refundedMinor").GetInt64(), Is.Zero);
        Assert.That(LedgerReader.Has(services.LedgerFolder, id, "refund"), Is.False, "the bank says the same");
    }

    private async Task<Guid> CancelledWithoutInventory(string token)
    {
        await services.Stop("Inventory.Worker");
        var id = await services.Orders().Submit(token, unitPriceMinor: 4200);
        await services.Orders().WaitForState(id, "AwaitingStock");
        (await services.Orders().Cancel(id)).EnsureSuccessStatusCode().Dispose();
        return id;
    }

    private async Task Act(Guid id, string body)
    {
        using var response = await services.Orders().Http.Send(HttpMethod.Post, $"/ops/orders/{id}/actions", body);
        Assert.That(
            response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
    }

    private async Task<long> Reserved() =>
        (await services.Inventory.Stock("WIDGET")).GetProperty("reserved").GetInt64();

    private static int Count(IReadOnlyList<JsonElement> history, string type) =>
        history.Count(item => item.GetProperty("type").GetString() == type);
}
