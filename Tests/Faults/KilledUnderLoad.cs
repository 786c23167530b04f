using Orders.Testing;

namespace Tests.Faults;

/// <summary>Orders of mixed fates keep coming while the process is killed, twice.</summary>
[Category("Faults")]
public sealed class KilledUnderLoad
{
    private const int Wanted = 600;

    private volatile OrdersProcess? running;

    [Test]
    public async Task Every_order_that_was_accepted_ends_with_money_and_stock_in_balance()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        running = await OrdersProcess.Start(folder);
        var load = new MixedLoad(_ => running.Client);
        var submitting = load.Submit(Wanted);

        // When the process is killed at a third and at two thirds
        foreach (var after in new[] { Wanted / 3, Wanted * 2 / 3 })
        {
            await load.Until(after);
            await running.Kill();
            await running.DisposeAsync();
            running = await OrdersProcess.Start(folder);
        }

        await submitting;

        // Then all that was accepted is there and ends
        var report = await running.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
        Assert.That(report.Ended, Is.GreaterThanOrEqualTo(load.Accepted.Count));

        // And the bank's own count agrees, order by order
        LedgerReader.Agrees(folder, load, await load.Statuses(running.Client));

        await running.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
