using Orders.Testing;
using Tests.Journey.Api;

namespace Tests.Faults;

/// <summary>
/// The time of day jumps under load, and back. Whoever was told a time that was wrong waits for it no longer, no order
/// is given up because of it, and a key that is repeated is known.
/// </summary>
internal sealed class AClockThatJumps
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>By so many hours it is wrong at the start, and after that.</summary>
    [TestCase(1, 0, 1, 0, Category = "Faults")]
    [TestCase(0, -1, 0, Category = "Soak")]
    public async Task Of_the_only_process(int first, params int[] later)
    {
        using var clock = new FakedClock();
        clock.Set(first * Hour);
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var orders = await OrdersProcess.Start(folder, clock.Environment))
        {
            var load = new MixedLoad(_ => orders.Client);
            await load.While(
                async () =>
                {
                    await More(load);
                    foreach (var hours in later)
                    {
                        clock.Set(hours * Hour);
                        await More(load);
                    }
                },
                Pause);

            await orders.Client.WaitUntilAllHaveEnded(BookSources.InFolder(folder));
            Assert.That(await ApartBy(orders.Client), Is.GreaterThan(Hour * 0.9), "its clock was an hour wrong");
            LedgerReader.Agrees(folder, load, await load.Statuses(orders.Client));
            await NoneWasGivenUp(orders.Client);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>By more than keys are kept; nor would it in its first hour.</summary>
    [Test]
    [Category("Soak")]
    public async Task Of_the_only_process_lets_it_forget_no_key()
    {
        using var clock = new FakedClock();
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var orders = await OrdersProcess.Start(folder, clock.Environment))
        {
            foreach (var (taken, later) in new[] { (-25, 0), (0, 25), (25, 0), (0, -25) })
            {
                clock.Set(taken * Hour);
                var key = $"{Guid.NewGuid()}";
                var id = await Submit(orders.Client.Http, key);
                clock.Set(later * Hour);
                Assert.That(await Submit(orders.Client.Http, key), Is.EqualTo(id), $"{taken} h, then {later} h");
            }
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

        // By more than keys are kept, and than a broker takes in a record that its producer has dated
        await Survives(
            services, number => services.Orders(number % 2), clock, 25 * Hour,
            async () =>
            {
                await Task.WhenAll(FourServices.Programs.Select(program => Tells(services, program, instance: 1)));
                await KnowsItsKeys(services.Orders(1).Http, services.Orders().Http);
                await KnowsItsKeys(services.Orders().Http, services.Orders(1).Http);
            });

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
            services, _ => services.Orders(), clock, Hour,
            () => Task.WhenAll(FourServices.Programs.Select(program => Tells(services, program, instance: 0))));
    }

    private static async Task Survives(
        FourServices services, Func<int, OrdersClient> clientOf, FakedClock clock, TimeSpan far, Func<Task> isSeen)
    {
        var load = new MixedLoad(clientOf);
        await load.While(
            async () =>
            {
                await More(load);
                foreach (var ahead in new[] { far, -far })
                {
                    clock.Set(ahead);
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
    private static Task Tells(FourServices services, string program, int instance) =>
        services.Process(program, instance).Client.WaitForReadiness(
            $"{program} to suspect its clock",
            health => health.GetRawText().Contains("clock suspect", StringComparison.Ordinal));

    private static async Task KnowsItsKeys(HttpClient first, HttpClient second)
    {
        var key = $"{Guid.NewGuid()}";
        var id = await Submit(first, key);
        Assert.That(await Submit(second, key), Is.EqualTo(id));
        Assert.That(await Submit(first, key), Is.EqualTo(id));
    }

    private static async Task<Guid> Submit(HttpClient http, string key)
    {
        using var response = await http.Send(HttpMethod.Post, "/orders", Requests.Order, ("Idempotency-Key", key));
        return await response.IdOf();
    }

    /// <summary>The first and the last time at which an order was accepted, by the clocks of who did.</summary>
    private static async Task<TimeSpan> ApartBy(OrdersClient client)
    {
        var times = new List<DateTimeOffset>();
        await foreach (var order in client.Orders())
            times.Add(order.GetProperty("createdAt").GetDateTimeOffset());
        return times.Max() - times.Min();
    }

    private static async Task NoneWasGivenUp(OrdersClient client)
    {
        await foreach (var order in client.Orders())
            Assert.That(order.GetProperty("reason").GetString(), Is.Not.EqualTo("timed_out"), order.GetRawText());
    }
}
