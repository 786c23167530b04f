namespace Tests.Faults;

/// <summary>
/// Two instances of each service, and for minutes on end a fault drawn by lot: a process killed, stopped or frozen, two
/// at a time; Kafka or PostgreSQL killed or frozen; every record lost.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Soak")]
internal sealed class Swarm
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private readonly SortedDictionary<string, int> struck = [];
    private KafkaCluster kafka;
    private PostgresServer postgres;
    private FourServices services;
    private readonly Queue<int> lots = [];
    private Random random = new();

    [OneTimeSetUp]
    public async Task Given_servers_of_its_own()
    {
        kafka = new KafkaCluster(nodes: 1);
        postgres = new PostgresServer();
        services = await FourServices.Start(kafka, postgres, instances: 2);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (services?.DisposeAsync() ?? default);
        kafka?.Dispose();
        postgres?.Dispose();
    }

    [TestCase(10)]
    public async Task Every_order_that_was_accepted_ends_whatever_strikes(int minutes)
    {
        var seed = Random.Shared.Next(1_000_000);
        random = new Random(seed);
        var load = new MixedLoad(number => services.Orders(number % 2));
        var until = DateTime.UtcNow.AddMinutes(minutes);
        await load.While(
            async () =>
            {
                while (DateTime.UtcNow < until)
                {
                    await Strike(NextLot());
                    await load.Until(load.Accepted.Count + random.Next(5, 40));
                }
            },
            Pause);

        TestContext.Out.WriteLine(
            $"lot {seed}: {load.Accepted.Count} orders accepted; "
            + string.Join(", ", struck.Select(fault => $"{fault.Key} {fault.Value}")));
        Assert.That(struck, Has.Count.EqualTo(8), "a fault that never struck");

        // Then every order ends soon after the last of them
        await services.AllEnded(recordsWereLost: true);
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders()));
    }

    /// <summary>Each comes up in every round of twelve.</summary>
    private int NextLot()
    {
        if (lots.Count == 0)
        {
            var round = Enumerable.Range(0, 12).ToArray();
            random.Shuffle(round);
            foreach (var lot in round)
                lots.Enqueue(lot);
        }

        return lots.Dequeue();
    }

    private Task Strike(int lot) => lot switch
    {
        0 => Server("kafka killed", () => kafka.Kill(), () => kafka.Up()),
        1 => Server("kafka frozen", () => kafka.Freeze(), () => kafka.Thaw()),
        2 => Server("postgres killed", postgres.Kill, postgres.Start),
        3 => Server("postgres frozen", postgres.Freeze, postgres.Thaw),
        4 => Server("every record lost", kafka.Wipe, () => { }),
        5 or 6 => Process("stopped", async (program, instance, _) =>
        {
            await services.Stop(program, instance);
            await services.StartOne(program, instance);
        }),
        7 or 8 => Process("frozen", async (program, instance, time) =>
        {
            var process = services.Freeze(program, instance);
            await Fault.Lasts(time);
            process.Thaw();
        }),
        _ => Process("killed", async (program, instance, time) =>
        {
            await services.Kill(program, instance);
            await Fault.Lasts(time);
            await services.StartOne(program, instance);
        }),
    };

    private async Task Server(string name, Action fail, Action mend)
    {
        fail();
        await Fault.Lasts(TimeSpan.FromSeconds(random.Next(1, 15)));
        mend();
        Count(name);
    }

    /// <summary>Two of them, so that both of a service may be gone.</summary>
    private async Task Process(string name, Func<string, int, TimeSpan, Task> fail)
    {
        var first = random.Next(FourServices.Programs.Count * 2);
        var second = (first + random.Next(1, FourServices.Programs.Count * 2)) % (FourServices.Programs.Count * 2);
        var time = TimeSpan.FromSeconds(random.Next(15));
        await Task.WhenAll(new[] { first, second }.Select(lot => fail(FourServices.Programs[lot / 2], lot % 2, time)));
        Count(name);
    }

    private void Count(string name) => struck[name] = struck.GetValueOrDefault(name) + 1;
}
