using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The gateway takes the money and cuts the connection, then answers 500, and only then the truth: it is asked for the
/// same again and again, and the money moves once.
/// </summary>
[Category("Faults")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AChargeThatIsNotAnswered : IAsyncDisposable
{
    private const int Orders = 10;

    private readonly ConcurrentDictionary<string, int> calls = [];
    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;
    private GatewayThatMisbehaves? gateway;

    [TestCase("tok_ok", "confirmed")]
    [TestCase("tok_declined", "cancelled")]
    public async Task Is_asked_for_under_one_key_until_it_is(string token, string status)
    {
        await using var orders = await Start();

        var ids = await Task.WhenAll(Enumerable.Range(1, Orders).Select(number =>
            orders.Client.Submit(token, unitPriceMinor: 1000 + number)));

        // Not known is neither paid nor unpaid
        var seen = await orders.Client.WaitFor(
            "an attempt whose outcome is not known", () => orders.Client.Payment(ids[0]),
            payment => payment.GetProperty("attempts").GetInt32() >= 1);
        Assert.That(seen.GetProperty("status").GetString(), Is.EqualTo("pending"));
        foreach (var id in ids)
            await orders.Client.WaitForStatus(id, status);

        // One key an order, of which the bank has one entry
        Assert.That(
            calls, Is.EquivalentTo(ids.Select(id => KeyValuePair.Create($"{id}-charge-1", 3))), "three calls each");
        Assert.That(
            ids.Select(id => LedgerReader.Count(folder, id, "charge")),
            Is.All.EqualTo(status == "confirmed" ? 1 : 0), "the bank's own count");
        Assert.That(ids.Select(id => LedgerReader.Count(folder, id, "refund")), Is.All.Zero);
        await orders.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
    }

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null)
            await gateway.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<OrdersProcess> Start()
    {
        gateway = await GatewayThatMisbehaves.Start(folder, Fail);
        return await OrdersProcess.Start(folder, gateway.Settings);
    }

    private async Task Fail(HttpContext http, RequestDelegate next)
    {
        var call = http.Request.Path == "/charges"
            ? calls.AddOrUpdate(http.Request.Headers["Idempotency-Key"].ToString(), 1, (_, count) => count + 1)
            : int.MaxValue;
        switch (call)
        {
            case 1:
                var body = http.Response.Body;
                http.Response.Body = Stream.Null;
                await next(http);
                http.Response.Body = body;
                http.Abort();
                break;

            case 2:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;

            default:
                await next(http);
                break;
        }
    }
}
