using System.Diagnostics;
using System.Net;
using Contracts;

namespace Tests.Faults;

/// <summary>The four services keep running while Kafka or PostgreSQL fail under them, and need no restart.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class ServersThatFail
{
    private static readonly string[] Workers = ["Payments.Worker", "Inventory.Worker"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private KafkaCluster kafka;
    private PostgresServer postgres;
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_servers_of_its_own()
    {
        kafka = new KafkaCluster(nodes: 1);
        postgres = new PostgresServer();
        services = await FourServices.Start(kafka, postgres, settings: new Dictionary<string, string>
        {
            // Short enough for a test, so that an outage of some seconds is longer than all patience.
            ["Orders:AskAgainAfter"] = "00:00:02",
            ["Saga:AskAgainAfter:0"] = "00:00:02",
            ["Saga:AskAgainAfter:1"] = "00:00:04",
            ["Saga:GiveUpAfter"] = "00:00:06",
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (services?.DisposeAsync() ?? default);
        kafka?.Dispose();
        postgres?.Dispose();
    }

    [Test]
    [Order(1)]
    public async Task Orders_are_accepted_while_Kafka_is_away_and_end_when_it_is_back()
    {
        var load = new MixedLoad(_ => services.Orders());
        await load.Submit(20);

        await load.While(
            async () =>
            {
                kafka.Kill();
                await Fault.Lasts(TimeSpan.FromSeconds(8));
                await load.Until(60);
                kafka.Up();
            },
            Pause);

        await Ended(load);
    }

    [Test]
    [Order(2)]
    public async Task A_process_can_be_stopped_while_Kafka_hangs_and_another_goes_on_when_it_answers()
    {
        var load = new MixedLoad(_ => services.Orders());
        var submitting = load.Submit(80, Pause);
        await load.Until(40);

        kafka.Freeze();
        await submitting;
        var stopwatch = Stopwatch.StartNew();
        var exitCode = await services.Stop("Orders.Saga");
        var stopped = stopwatch.Elapsed;
        kafka.Thaw();
        await services.StartOne("Orders.Saga");

        Assert.That(exitCode, Is.Zero);
        Assert.That(stopped, Is.LessThan(TimeSpan.FromSeconds(30)));
        await Ended(load);
    }

    /// <summary>
    /// For longer than a request, a lease and a member's silence. A service may be started in the midst of it.
    /// </summary>
    [Test]
    [Order(3)]
    public async Task Nothing_that_was_accepted_is_lost_with_PostgreSQL()
    {
        var load = new MixedLoad(_ => services.Orders());
        var reading = services.Process("Payments.Worker").HasTold(Told.Reading);
        var back = new Stopwatch();

        await load.While(
            async () =>
            {
                await load.Until(50);
                postgres.Kill();
                await services.Kill("Orders.Saga");
                var starting = services.StartOne("Orders.Saga");
                await Fault.Lasts(TimeSpan.FromSeconds(30));
                Assert.That(starting.IsCompleted, Is.False, "it waits for the database");
                Assert.That(load.Refused.Keys, Does.Contain(HttpStatusCode.ServiceUnavailable));
                postgres.Start();
                back.Start();
                await services.Orders().WaitFor("an order", () => services.Orders().Submit(), _ => true);
                back.Stop();
                await starting;
            },
            Pause);

        TestContext.Out.WriteLine($"an order was accepted {back.Elapsed.TotalSeconds:0.0} s after it was back");
        Assert.That(back.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That(
            services.Process("Payments.Worker").HasTold(Told.Reading), Is.EqualTo(reading), "no rebalance");
        await Ended(load);
    }

    /// <summary>For longer than every lease: it is not the processes that are dead.</summary>
    [Test]
    [Order(4)]
    public async Task Nobody_is_taken_for_dead_because_PostgreSQL_hangs()
    {
        var load = new MixedLoad(_ => services.Orders());
        var before = services.Adopted();

        await load.While(
            async () =>
            {
                await load.Until(40);
                postgres.Freeze();
                await Fault.Lasts(TimeSpan.FromSeconds(13));
                postgres.Thaw();
                await load.Until(load.Accepted.Count + 40);
            },
            Pause);

        await Ended(load);
        Assert.That(services.Adopted(), Is.EqualTo(before));
    }

    [Test]
    [Order(5)]
    public async Task A_worker_that_is_away_for_longer_than_all_patience_cancels_nothing_and_is_asked_once()
    {
        await services.Stop("Inventory.Worker");
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => services.Orders().Submit()));
        await Fault.Lasts(TimeSpan.FromSeconds(12));

        await services.StartOne("Inventory.Worker");

        foreach (var id in ids)
        {
            await services.Orders().WaitForStatus(id, "confirmed");
            var asked = (await services.Orders().History(id))
                .Count(item => item.GetProperty("type").GetString() == "inventory.reserve_stock.v1");
            Assert.That(asked, Is.EqualTo(1), "nobody is asked again who has not read the question");
        }

        await services.AllEnded();
        Assert.That(ids.Select(id => LedgerReader.Count(services.LedgerFolder, id, "charge")), Is.All.EqualTo(1));
    }

    /// <summary>Everything that could end the wait is there, unread, before anybody looks how long it was.</summary>
    [Test]
    [Order(6)]
    public async Task A_saga_that_is_away_for_longer_than_all_patience_cancels_nothing_that_was_answered()
    {
        // Given orders whose questions nobody answers yet
        foreach (var worker in Workers)
            await services.Stop(worker);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => services.Orders().Submit()));
        foreach (var id in ids)
            await services.Orders().WaitForState(id, "AwaitingPaymentAndStock");

        // When they are answered while the saga is away, and it comes back when its patience is long over
        await services.Stop("Orders.Saga");
        await Task.WhenAll(Workers.Select(worker => services.StartOne(worker)));
        foreach (var topic in new[] { Topics.PaymentsEvents, Topics.InventoryEvents })
        {
            await services.Orders().WaitFor(
                $"the answers on {topic}",
                () => Task.FromResult(RecordsOnTopics
                    .Read(kafka.BootstrapServers, services.TopicPrefix + topic)
                    .Select(record => record.Key).ToHashSet()),
                keys => ids.All(id => keys.Contains(id.ToString())),
                pause: TimeSpan.FromMilliseconds(250));
        }

        await Fault.Lasts(TimeSpan.FromSeconds(12));
        await services.StartOne("Orders.Saga");

        // Then the answers count
        foreach (var id in ids)
            await services.Orders().WaitForStatus(id, "confirmed");
        await services.AllEnded();
        Assert.That(ids.Select(id => LedgerReader.Count(services.LedgerFolder, id, "charge")), Is.All.EqualTo(1));
    }

    [Test]
    [Order(7)]
    public async Task Even_the_loss_of_every_record_loses_no_order()
    {
        var load = new MixedLoad(_ => services.Orders());
        await load.While(
            async () =>
            {
                await services.Stop("Payments.Worker");
                await load.Until(50);
                kafka.Wipe();
                await services.StartOne("Payments.Worker");
                await load.Until(load.Accepted.Count + 50);
            },
            Pause);

        await Ended(load, recordsWereLost: true);
    }

    private async Task Ended(MixedLoad load, bool recordsWereLost = false)
    {
        await services.AllEnded(recordsWereLost);
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders()));
    }
}
