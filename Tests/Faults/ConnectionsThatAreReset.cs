using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// Connections to PostgreSQL, one or the other, are reset while orders keep coming: in the midst of a group, of a read,
/// or when nothing is said.
/// </summary>
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class ConnectionsThatAreReset
{
    private const int Resets = 12;

    /// <summary>As between two machines: with it there is nearly always a group under way.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMilliseconds(2);

    [TestCase(1)]
    public async Task Have_no_effect_that_lasts(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("orders-");
        using var databases = ServerDatabases.On(PostgresServer.Shared);
        await using var proxy = new TcpProxy(PostgresServer.Shared.Port);
        await using (var orders = await OrdersProcess.Start(folder.FullName, databases.Through(proxy)))
        {
            var load = new MixedLoad(_ => orders.Client);
            await load.While(
                async () =>
                {
                    proxy.Delay(OnTheWay);
                    var random = new Random(seed);
                    while (proxy.Hits(TcpFault.Cut) < Resets)
                    {
                        await Fault.Lasts(TimeSpan.FromMilliseconds(random.Next(500, 1_000)));
                        proxy.CutOne(random);
                    }

                    proxy.Heal();
                    await load.Until(load.Accepted.Count + 10);
                },
                TimeSpan.FromMilliseconds(100));

            var report = await orders.Client.WaitUntilAllHaveEnded(databases.Books(folder.FullName));
            TestContext.Out.WriteLine(
                $"{load.Accepted.Count} orders; {proxy.Hits(TcpFault.Cut)} connections reset");
            Assert.That(proxy.Hits(TcpFault.Delayed), Is.Positive);
            Assert.That(report.Ended, Is.GreaterThanOrEqualTo(load.Accepted.Count));
            LedgerReader.Agrees(folder.FullName, load, await load.Statuses(orders.Client));
        }

        folder.Delete(recursive: true);
    }
}
