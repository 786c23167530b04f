using System.Net;
using System.Text.Json;
using Tests.Journey.Api;

namespace Tests.Faults;

/// <summary>An operator settles a refund by hand while the worker that failed at it is down.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class ResolvedByHand
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

    private async Task Act(Guid id, string body)
    {
        using var response = await services.Orders().Http.Send(HttpMethod.Post, $"/ops/orders/{id}/actions", body);
        Assert.That(
            response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
    }

    private static int Count(IReadOnlyList<JsonElement> history, string type) =>
        history.Count(item => item.GetProperty("type").GetString() == type);
}
