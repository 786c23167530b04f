using System.Diagnostics;
using System.Net;
using Orders.Testing;
using Tests.Journey.Api;
using Tests.Messaging;

namespace Tests.Faults;

/// <summary>
/// Of two machines with an instance of each service one loses its way to Kafka, or to the databases, but not to both:
/// whoever is there is silent, or hangs up. No restart is needed when it is found again.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class AMachineThatIsCutOff
{
    private const int Whole = 0;
    private const int CutOff = 1;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>What it had is another's then.</summary>
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(11);

    private TcpProxy toKafka;
    private TcpProxy toDatabases;
    private KafkaCluster kafka;
    private FourServices services;
    private Dictionary<string, string> itsWays;

    [OneTimeSetUp]
    public async Task Given_two_machines()
    {
        toKafka = new TcpProxy();
        toDatabases = new TcpProxy(PostgresServer.Shared.Port);
        kafka = new KafkaCluster(nodes: 1, proxy: toKafka);
        services = await FourServices.Start(kafka, PostgresServer.Shared);
        itsWays = services.DatabasesThrough(toDatabases);
        itsWays["Kafka:BootstrapServers"] = $"127.0.0.1:{toKafka.Port}";
        await StartOnWhatIsCutOff();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (services?.DisposeAsync() ?? default);
        kafka?.Dispose();
        if (toDatabases is not null)
            await toDatabases.DisposeAsync();
        if (toKafka is not null)
            await toKafka.DisposeAsync();
    }

    [TestCase(TcpFault.Refused, Category = "Soak")]
    [TestCase(TcpFault.Swallowed)]
    public Task From_Kafka_accepts_orders_and_does_no_other_work(TcpFault fault) => Survive(
        toKafka, fault, "kafka", acceptedBy: CutOff,
        async () =>
        {
            await Tells("Orders.Api", "kafka", "degraded");
            await Tells("Orders.Api", "database orders", "ready");
        });

    [TestCase(TcpFault.Refused, Category = "Soak")]
    [TestCase(TcpFault.Swallowed)]
    public Task From_the_databases_refuses_orders_and_does_no_other_work(TcpFault fault) => Survive(
        toDatabases, fault, "database", acceptedBy: Whole,
        async () =>
        {
            await Tells("Orders.Api", "database orders", "unready");
            await Tells("Orders.Api", "kafka", "ready");
            var asked = Stopwatch.StartNew();
            using var answer = await services.Orders(CutOff).Http.Send(HttpMethod.Post, "/orders", Requests.Order);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(answer.Header("Retry-After"), Is.Not.Null);
            Assert.That(asked.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)), "10, and the machine is busy");
        });

    [TestCase(TcpFault.CutBeforeRequest)]
    [TestCase(TcpFault.CutBeforeAnswer)]
    public async Task From_the_databases_time_and_again_is_no_reason_to_end_a_start(TcpFault fault)
    {
        // Given orders that come to the other machine
        await Task.WhenAll(FourServices.Programs.Select(program => services.Kill(program, CutOff)));
        var load = new MixedLoad(_ => services.Orders(Whole));
        await load.Submit(20);
        var hits = toDatabases.Hits(fault);

        // When connections are cut while the services of this one start
        toDatabases.CutRequests(fault, every: 5);

        var starting = StartOnWhatIsCutOff();
        await Eventually.Holds(
            () => toDatabases.Hits(fault) >= hits + 12 || starting.IsCompleted, "connections are cut");
        toDatabases.Heal();

        // Then none has ended
        await starting;
        Assert.That(toDatabases.Hits(fault), Is.GreaterThanOrEqualTo(hits + 12));
        await services.AllEnded();
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders(CutOff)));
    }

    private Task StartOnWhatIsCutOff() =>
        Task.WhenAll(FourServices.Programs.Select(program => services.StartOne(program, CutOff, itsWays)));

    /// <param name="way">Which way is cut off.</param>
    /// <param name="fault">How.</param>
    /// <param name="check">How the checks begin that tell of it, of who reads topics.</param>
    /// <param name="acceptedBy">The machine that accepts orders then.</param>
    /// <param name="asExpected">What is to be seen at the machine that is cut off.</param>
    private async Task Survive(TcpProxy way, TcpFault fault, string check, int acceptedBy, Func<Task> asExpected)
    {
        // Given orders that come to both machines
        var hits = way.Hits(fault);
        int? machine = null;
        var load = new MixedLoad(number => services.Orders(machine ?? number % 2));
        var submitting = load.Submit(80, Pause);
        await load.Until(30);

        // When one loses its way for longer than it takes to be missed
        var isCutOff = Stopwatch.StartNew();
        if (fault == TcpFault.Refused)
            way.Refuse();
        else
            way.Swallow();
        await Tells("Orders.Saga", check, "unready");
        machine = acceptedBy;
        await asExpected();
        await submitting;
        await load.Submit(load.Accepted.Count + 20);
        if (LongerThanALease - isCutOff.Elapsed is { Ticks: > 0 } left)
            await Fault.Lasts(left);
        Assert.That(way.Hits(fault), Is.GreaterThan(hits));

        // Then it is ready when it has found it, and all that was accepted ends
        way.Heal();
        foreach (var program in FourServices.Programs)
            await services.Process(program, CutOff).Client.WaitUntilReady();
        await services.AllEnded();
        var statuses = await load.Statuses(services.Orders());
        LedgerReader.Agrees(services.LedgerFolder, load, statuses);
        TopicReader.Agrees(kafka.BootstrapServers, services.TopicPrefix, statuses);
    }

    /// <summary>What the readiness of a service that is cut off says, of all checks whose names begin so.</summary>
    private Task Tells(string program, string check, string status) =>
        services.Process(program, CutOff).Client.WaitForReadiness(
            $"{program} to tell that {check} is {status}",
            health => health.GetProperty("checks").EnumerateObject()
                .Where(one => one.Name.StartsWith(check, StringComparison.Ordinal))
                .Any(one => one.Value.GetProperty("status").GetString() == status));
}
