using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// The time of day jumps by an hour under load, and back. Whoever was told a time that was wrong waits for it no
/// longer, and no order is given up because of it.
/// </summary>
internal sealed class AClockThatJumps
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [TestCase(1, Category = "Faults")]
    [TestCase(-1, Category = "Soak")]
    public async Task Of_the_only_process(int hours)
    {
        using var clock = new FakedClock();
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var orders = await OrdersProcess.Start(folder, clock.Environment))
        {
            var load = new MixedLoad(_ => orders.Client);
            await load.While(
                async () =>
                {
                    await More(load);
                    clock.Set(hours * Hour);
                    await More(load);
                    clock.Set(TimeSpan.Zero);
                    await More(load);
                },
                Pause);

            await orders.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
            Assert.That(orders.Output, Does.Contain("its clock was set back by 3"));
            LedgerReader.Agrees(folder, load, await load.Statuses(orders.Client));
            await NoneWasGivenUp(orders.Client);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    [Category("Soak")]
    public async Task Of_one_of_two_machines()
    {
        using var clock = new FakedClock();
        await using var services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared);
        await Task.WhenAll(FourServices.Programs.Select(
            program => services.StartOne(program, instance: 1, clock.Environment)));

        await Survives(
            services, number => services.Orders(number % 2), clock,
            () => Task.WhenAll(FourServices.Programs.Select(program => Tells(services, program, instance: 1))));

        Assert.That(
            services.Count("saga_history WHERE at < now() - INTERVAL '30 minutes' OR at > now() + INTERVAL '1 minute'"),
            Is.Zero, "steps at a wrong time");
    }

    [Test]
    [Category("Soak")]
    public async Task Of_the_database()
    {
        using var clock = new FakedClock();
        using var postgres = new PostgresServer(clock.Environment);
        await using var services = await FourServices.Start(KafkaCluster.Shared, postgres);

        await Survives(
            services, _ => services.Orders(), clock,
            () => Task.WhenAll(FourServices.Programs.Select(program => Tells(services, program, instance: 0))));

        foreach (var program in FourServices.Programs)
            Assert.That(services.Process(program).Output, Does.Contain("its clock was set back by 3"));
    }

    private static async Task Survives(
        FourServices services, Func<int, OrdersClient> clientOf, FakedClock clock, Func<Task> isSeen)
    {
        var load = new MixedLoad(clientOf);
        await load.While(
            async () =>
            {
                await More(load);
                foreach (var hours in new[] { 1, -1 })
                {
                    clock.Set(hours * Hour);
                    await isSeen();
                    await More(load);
                }

                clock.Set(TimeSpan.Zero);
                await More(load);
            },
            Pause);

        await services.AllEnded();
        var statuses = await load.Statuses(services.Orders());
        LedgerReader.Agrees(services.LedgerFolder, load, statuses);
        TopicReader.Agrees(KafkaCluster.Shared.BootstrapServers, services.TopicPrefix, statuses);
        await NoneWasGivenUp(services.Orders());
    }

    private static Task More(MixedLoad load) => load.Until(load.Accepted.Count + 40);

    /// <summary>What its readiness says of its clock.</summary>
    private static async Task Tells(FourServices services, string program, int instance)
    {
        var client = services.Process(program, instance).Client;
        await client.WaitFor(
            $"{program} to suspect its clock",
            async () => await client.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)),
            health => health.Contains("clock suspect", StringComparison.Ordinal));
    }

    private static async Task NoneWasGivenUp(OrdersClient client)
    {
        await foreach (var order in client.Orders())
            Assert.That(order.GetProperty("reason").GetString(), Is.Not.EqualTo("timed_out"), order.GetRawText());
    }
}
