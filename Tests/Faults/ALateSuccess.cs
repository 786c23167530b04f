using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The gateway takes longer to answer than the saga waits: what it says in the end, that the money was taken, comes to
/// an order that is being undone.
/// </summary>
[Category("Faults")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ALateSuccess : IAsyncDisposable
{
    private const int Orders = 12;

    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;
    private GatewayThatMisbehaves? gateway;
    private bool isChargedAtOnce;
    private int held;

    [TestCase("Undoing", false, 0)]
    [TestCase("Undoing", true, 0)]
    [TestCase("NeedsAttention", false, 0)]
    [TestCase("Undoing", true, 1)]
    public async Task Is_refunded_once_and_the_order_is_cancelled(string state, bool isChargedAtOnce, int callsCutOff)
    {
        // Given a gateway that answers no charge for now, and a saga that does not wait long for one
        this.isChargedAtOnce = isChargedAtOnce;
        await using var orders = await Start(state);
        var ids = await Task.WhenAll(Enumerable.Range(0, Orders).Select(number => orders.Client.Submit(
            number % 4 == 3 ? "tok_declined" : "tok_ok", unitPriceMinor: 1000 + number)));

        // When it answers after the saga has given up, or not before it is asked once more
        foreach (var id in ids)
        {
            var saga = await orders.Client.WaitForState(id, state, "Confirmed", "Cancelled");
            Assert.That(saga.GetProperty("state").GetString(), Is.EqualTo(state), "it waits for the gateway");
            await orders.Client.WaitFor(
                "calls to be cut off", () => orders.Client.Payment(id),
                payment => payment.GetProperty("attempts").GetInt32() >= callsCutOff);
        }

        Assert.That(held, Is.GreaterThanOrEqualTo(Orders), "each charge has been asked for");
        released.SetResult();

        // Then what was taken is given back once, and the order is cancelled because nobody had answered
        for (var number = 0; number < Orders; number++)
            await EndsWithNothingHeld(orders.Client, ids[number], state, number % 4 == 3 ? 0 : 1);
        var report = await orders.Client.WaitFor(
            "the books to be right", () => orders.CheckBooks(allHaveEnded: true), seen => seen.IsClean);
        Assert.That(report.Ended, Is.EqualTo(Orders));
    }

    public async ValueTask DisposeAsync()
    {
        released.TrySetResult();
        if (gateway is not null)
            await gateway.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task EndsWithNothingHeld(OrdersClient orders, Guid id, string state, int charges)
    {
        var order = await orders.WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("timed_out"));
        Assert.That(LedgerReader.Count(folder, id, "charge"), Is.EqualTo(charges), "the bank's own count");
        Assert.That(LedgerReader.Count(folder, id, "refund"), Is.EqualTo(charges), "the bank's own count");
        Assert.That(LedgerReader.Balances(folder).GetValueOrDefault(id), Is.Zero);
        var payment = await orders.Payment(id);
        Assert.That(
            payment.GetProperty("capturedMinor").GetInt64() - payment.GetProperty("refundedMinor").GetInt64(), Is.Zero);

        // It was late: a success that the saga was not waiting for any more
        var history = await orders.History(id);
        var type = charges == 0 ? "payments.payment_failed.v1" : "payments.payment_completed.v1";
        Assert.That(
            history.Single(item => TypeOf(item) == type).GetProperty("stateBefore").GetString(), Is.EqualTo(state));
        Assert.That(history.Count(item => TypeOf(item) == "orders.order_cancelled.v1"), Is.EqualTo(1));
    }

    private async Task<OrdersProcess> Start(string state)
    {
        gateway = await GatewayThatMisbehaves.Start(folder, HoldCharges);
        return await OrdersProcess.Start(folder, new Dictionary<string, string>(gateway.Settings)
        {
            ["Saga:AskAgainAfter:0"] = "00:00:01",
            ["Saga:GiveUpAfter"] = "00:00:02",
            ["Saga:UndoGiveUpAfter"] = state == "NeedsAttention" ? "00:00:02" : "00:30:00",
        });
    }

    private async Task HoldCharges(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path != "/charges" || released.Task.IsCompleted)
        {
            await next(http);
            return;
        }

        Interlocked.Increment(ref held);
        var body = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        if (isChargedAtOnce)
            await next(http);
        await released.Task.WaitAsync(http.RequestAborted);
        if (!isChargedAtOnce)
            await next(http);
        http.Response.Body = body;
        await body.WriteAsync(answer.ToArray(), http.RequestAborted);
    }

    private static string? TypeOf(JsonElement item) => item.GetProperty("type").GetString();
}
