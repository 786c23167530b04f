using Orders.Testing;

namespace Tests.Faults;

/// <summary>What was written does not get to the disk, where the files of SQLite are: at all, or not soon.</summary>
[Category("Soak")]
internal sealed class ADiskThatFails
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("orders-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>Nobody knows what is on the disk then but who reads it anew.</summary>
    [Test]
    public async Task That_fails_ends_the_process_and_the_next_goes_on()
    {
        MixedLoad load;
        await using (var dying = await OrdersProcess.Start(folder))
        {
            load = new MixedLoad(_ => dying.Client);
            await load.While(
                async () =>
                {
                    await load.Until(100);
                    using var disk = new TracedDisk(dying.Id, "error=EIO");
                    Assert.That(await dying.WaitForEnd(Patience), Is.Not.Zero);
                    Assert.That(disk.Hits, Is.Positive);
                },
                Pause);
            Assert.That(dying.Output, Does.Contain("cannot be trusted any more"));
        }

        await using var next = await OrdersProcess.Start(folder);
        await EndsWell(next, load);
    }

    [Test]
    public async Task That_is_slow_loses_nothing()
    {
        await using var orders = await OrdersProcess.Start(folder);
        var load = new MixedLoad(_ => orders.Client);
        await load.While(
            async () =>
            {
                await load.Until(20);
                using var disk = new TracedDisk(orders.Id, "delay_enter=200000");
                await load.Until(100);
                TestContext.Out.WriteLine($"{disk.Hits} writes took 0.2 s each");
                Assert.That(disk.Hits, Is.Positive);
            },
            Pause);

        await EndsWell(orders, load);
    }

    private async Task EndsWell(OrdersProcess orders, MixedLoad load)
    {
        await orders.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
        LedgerReader.Agrees(folder, load, await load.Statuses(orders.Client));
    }
}
