using System.Diagnostics;
using Contracts;
using Messaging;
using Tests.Observability;

namespace Tests.Faults;

/// <summary>
/// The offsets of groups are set back to the first record of all, with thousands of orders that have ended: everything
/// is read once more, and nothing comes of it.
/// </summary>
[TestFixture(2_000, Category = "Faults")]
[TestFixture(10_000, Category = "Soak")]
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class ReplayOfEverything(int orders)
{
    /// <summary>What the saga writes on a topic that it reads, for others.</summary>
    private static readonly string[] ForOthers = ["orders.order_confirmed.v1", "orders.order_cancelled.v1"];

    private readonly Dictionary<string, TimeSpan> firstTime = [];
    private OtlpReceiver receiver;
    private FourServices services;
    private MixedLoad load;

    [OneTimeSetUp]
    public async Task Given_orders_that_have_ended()
    {
        receiver = await OtlpReceiver.Start(isGrpc: true);
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared);
        load = new MixedLoad(_ => services.Orders());
        var watch = Stopwatch.StartNew();
        await load.Submit(orders);
        foreach (var topics in Read.Reverse())
        {
            using var offsets = Offsets(topics);
            await offsets.AllIsRead(topics.Key);
            firstTime[topics.Key] = watch.Elapsed;
        }

        await services.AllEnded();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (services?.DisposeAsync() ?? default);
        await (receiver?.DisposeAsync() ?? default);
    }

    private static ILookup<string, string> Read { get; } =
        Groups.Readers.ToLookup(reads => reads.Group, reads => reads.Topic);

    [Test]
    [Order(1)]
    public async Task The_saga_knows_every_message_and_neither_does_nor_says_anything()
    {
        var before = await Now();
        var records = Records(Read[Groups.OrdersSaga]).Count(record => !ForOthers.Contains(record.Headers["ce_type"]));

        await services.Stop("Orders.Saga");
        await BackToTheBeginning(Groups.OrdersSaga);
        await services.StartOne("Orders.Saga", others: new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "250",
            ["OTEL_TRACES_SAMPLER"] = "always_off",
        });
        await IsReadAgain(Groups.OrdersSaga);

        Assert.That(await Now(), Is.EqualTo(before));
        var duplicates = await services.Orders().WaitFor(
            "the duplicates to be told of", () => Task.FromResult(Duplicates()), told => told >= records);
        Assert.That(duplicates, Is.EqualTo(records), "each was known");
        await EndsAsItWas();
    }

    [Test]
    [Order(2)]
    public async Task The_workers_answer_again_what_they_have_answered_and_do_nothing()
    {
        var before = await Now();
        var commands = Read[Groups.PaymentsWorker].Concat(Read[Groups.InventoryWorker]).ToArray();
        var answers = Records([Topics.PaymentsEvents, Topics.InventoryEvents]).Count;
        var ledger = LedgerReader.Balances(services.LedgerFolder);

        foreach (var program in new[] { "Payments.Worker", "Inventory.Worker" })
            await services.Stop(program);
        await BackToTheBeginning(Groups.PaymentsWorker, Groups.InventoryWorker);
        await Task.WhenAll(services.StartOne("Payments.Worker"), services.StartOne("Inventory.Worker"));
        await IsReadAgain(Groups.PaymentsWorker, Groups.InventoryWorker);
        await services.AllEnded();
        using (var offsets = Offsets(Read[Groups.OrdersSaga]))
            await offsets.AllIsRead(Groups.OrdersSaga);

        // The saga has the answers once more and does nothing; nobody is told or asked anything
        var after = await Now();
        Assert.That(after.Steps, Is.EqualTo(before.Steps));
        Assert.That(after.Versions, Is.EqualTo(before.Versions));
        Assert.That(after.Of(Topics.OrdersEvents, commands), Is.EqualTo(before.Of(Topics.OrdersEvents, commands)));
        Assert.That(LedgerReader.Balances(services.LedgerFolder), Is.EqualTo(ledger));

        // They had read every command, and answered each as they had before
        var answered = Records([Topics.PaymentsEvents, Topics.InventoryEvents]);
        Assert.That(
            answered.Count - answers, Is.InRange(1, Records(commands).Count), "the answers that came once more");
        Assert.That(
            answered.GroupBy(record => record.Headers["ce_id"])
                .Where(message => message.Select(record => record.Value).Distinct().Count() > 1),
            Is.Empty, "what has the same id is the same");
        await EndsAsItWas();
    }

    private async Task BackToTheBeginning(params string[] groups)
    {
        foreach (var group in groups)
        {
            using var offsets = Offsets(Read[group]);
            await offsets.ToTheBeginning(group);
        }
    }

    private async Task IsReadAgain(params string[] groups)
    {
        var watch = Stopwatch.StartNew();
        foreach (var group in groups)
        {
            using var offsets = Offsets(Read[group]);
            await offsets.AllIsRead(group);
            TestContext.Out.WriteLine(
                $"{group}: {orders} orders read within {watch.Elapsed.TotalSeconds:0.0} s of the start, the first time "
                + $"within {firstTime[group].TotalSeconds:0.0} s");
        }
    }

    private async Task EndsAsItWas()
    {
        var report = await services.AllEnded();
        Assert.That(report.Ended, Is.GreaterThanOrEqualTo(load.Accepted.Count));
        Assert.That(report.DeadLetters, Is.Zero);
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders()));
    }

    private double Duplicates() => receiver.Metrics.Where(metric => metric.Name == Telemetry.Duplicates)
        .Select(metric => metric.Value).DefaultIfEmpty().Max();

    private async Task<Situation> Now()
    {
        using var offsets = Offsets(Topics.All);
        return new Situation(
            services.Count("saga_history"), services.Versions(),
            string.Join(", ", (await offsets.Ends()).Select(end => $"{end.Key}: {end.Value}").Order()));
    }

    private List<RecordOnTopic> Records(IEnumerable<string> topics) => RecordsOnTopics.Read(
        KafkaCluster.Shared.BootstrapServers, topics.Select(topic => services.TopicPrefix + topic));

    private GroupOffsets Offsets(IEnumerable<string> topics) =>
        new(KafkaCluster.Shared, [.. topics.Select(topic => services.TopicPrefix + topic)]);

    /// <param name="Steps">Rows of all histories.</param>
    /// <param name="Versions">The sum of all orders' versions.</param>
    /// <param name="Ends">Where each partition ends.</param>
    private sealed record Situation(long Steps, long Versions, string Ends)
    {
        public IEnumerable<string> Of(string topic, params string[] others) => Ends.Split(", ").Where(end =>
            others.Append(topic).Any(name => end.Contains($".{name} ", StringComparison.Ordinal)));
    }
}
