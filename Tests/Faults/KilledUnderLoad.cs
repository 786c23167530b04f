using System.Collections.Concurrent;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>Orders of mixed fates keep coming while the process is killed, twice.</summary>
[Category("Faults")]
public sealed class KilledUnderLoad
{
    private const int Wanted = 600;
    private const int Clients = 8;

    private static readonly string[] Tokens =
    [
        "tok_ok", "tok_ok", "tok_ok", "tok_ok", "tok_ok", "tok_declined", "tok_timeout", "tok_flaky_2", "tok_refund_flaky_2",
    ];

    private static readonly string[] Skus = ["WIDGET", "GADGET", "GIZMO", "WIDGET", "GADGET", "GIZMO", "OUT-OF-STOCK", "RARE"];

    private readonly ConcurrentDictionary<Guid, long> accepted = new();
    private volatile OrdersProcess? running;

    [Test]
    public async Task Every_order_that_was_accepted_ends_with_money_and_stock_in_balance()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        running = await OrdersProcess.Start(folder);
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(seed => Task.Run(() => Submit(seed))));

        // When the process is killed at a third and at two thirds
        await Crash(folder, Wanted / 3);
        await Crash(folder, Wanted * 2 / 3);
        await load;

        // Then all that was accepted is there and ends
        var report = await running.Client.WaitFor(
            "all orders to have ended", () => running.CheckBooks(allHaveEnded: true), seen => seen.IsClean && seen.Open == 0);
        Assert.That(report.Ended, Is.GreaterThanOrEqualTo(accepted.Count));

        // And the bank's own count agrees, order by order
        var held = LedgerReader.Balances(folder);
        foreach (var (id, total) in accepted)
        {
            var status = (await running.Client.Order(id)).GetProperty("status").GetString();
            Assert.That(held.GetValueOrDefault(id), Is.EqualTo(status == "confirmed" ? total : 0), $"{id} {status}");
        }

        await running.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Crash(string folder, int after)
    {
        await running!.Client.WaitFor($"{after} orders", () => Task.FromResult(accepted.Count), count => count >= after);
        await running.Kill();
        await running.DisposeAsync();
        running = await OrdersProcess.Start(folder);
    }

    private async Task Submit(int seed)
    {
        var random = new Random(seed);
        while (accepted.Count < Wanted)
        {
            var (quantity, price) = (random.Next(1, 4), random.Next(1, 5000));
            try
            {
                var id = await running!.Client.Submit(
                    Tokens[random.Next(Tokens.Length)], Skus[random.Next(Skus.Length)], quantity, price);
                accepted.TryAdd(id, quantity * price);
            }
            catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException or OperationCanceledException)
            {
                // Nobody has promised anything for this one; the next may go to the process that is started meanwhile.
                await Task.Yield();
            }
        }
    }
}
