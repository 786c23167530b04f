using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The connection to PostgreSQL breaks at the COMMIT of a group, again and again while orders keep coming: the group is
/// out, or in, or nobody knows yet which. What is read back then decides.
/// </summary>
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class CommitsThatAreNotAnswered
{
    private const int AtLeast = 10;

    /// <summary>What the process tells each time that it does not know.</summary>
    private const string ReadBack = "did not answer the commit of group";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestCase(TcpFault.CutBeforeRequest)]
    [TestCase(TcpFault.CutAfterRequest)]
    [TestCase(TcpFault.CutBeforeAnswer)]
    public async Task Are_settled_and_each_order_is_there_once(TcpFault moment)
    {
        var folder = Directory.CreateTempSubdirectory("orders-");
        using var databases = ServerDatabases.On(PostgresServer.Shared);
        await using var proxy = new TcpProxy(PostgresServer.Shared.Port, () => new CommitsOnTheWire().IsIn);
        await using (var orders = await OrdersProcess.Start(folder.FullName, databases.Through(proxy)))
        {
            // When every fifth COMMIT is not answered, until that was so often enough
            var load = new MixedLoad(_ => orders.Client);
            proxy.CutRequests(moment, every: 5);
            for (var wanted = 60; proxy.Hits(moment) < AtLeast || orders.HasTold(ReadBack) < AtLeast; wanted += 20)
                await load.Submit(wanted).WaitAsync(Patience);
            proxy.Heal();
            TestContext.Out.WriteLine(
                $"{load.Accepted.Count} orders; cut {proxy.Hits(moment)} times, "
                + $"read back {orders.HasTold(ReadBack)} times");

            // Then no order was lost that was accepted, and none was made that was not
            var report = await orders.Client.WaitUntilAllHaveEnded(databases.Books(folder.FullName));
            Assert.That(report.Ended, Is.EqualTo(load.Accepted.Count));
            LedgerReader.Agrees(folder.FullName, load, await load.Statuses(orders.Client));
        }

        folder.Delete(recursive: true);
    }
}
