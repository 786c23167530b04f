using System.Text;
using Confluent.Kafka;
using Contracts;

namespace Tests.Faults;

/// <summary>
/// Records that no service can read come to every topic while orders are under way, and a service that has just kept
/// some is killed: each is a dead letter once, with its copy, and every order ends.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class GarbageOnEveryTopic
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly (string Database, string Topic)[] Read =
    [
        ("orders", Topics.OrdersEvents), ("orders", Topics.PaymentsEvents), ("orders", Topics.InventoryEvents),
        ("payments", Topics.PaymentsCommands), ("inventory", Topics.InventoryCommands),
    ];

    /// <summary>None of it claims to be one of ours.</summary>
    private static readonly byte[][] Garbage =
    [
        [], [0], [0xFF, 0xFE, 0x00], "{"u8.ToArray(), "null"u8.ToArray(), "[[[[[["u8.ToArray(),
        Encoding.UTF8.GetBytes(new string('[', 5_000)), new byte[500_000],
    ];

    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_two_instances_of_each_service() =>
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared, instances: 2);

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    public async Task Becomes_dead_letters_and_holds_up_nobody()
    {
        const int times = 3;
        var load = new MixedLoad(number => services.Orders(number % 2));
        await load.While(
            async () =>
            {
                for (var time = 1; time <= times; time++)
                {
                    await load.Until(load.Accepted.Count + 20);
                    await Write();

                    // What it has kept and not sent is taken over, perhaps by who does not know these topics
                    await services.Orders().WaitFor(
                        "dead letters", () => Task.FromResult(services.Count("dead_letters")),
                        count => count > (time - 1) * 3 * Garbage.Length, pause: TimeSpan.FromMilliseconds(20));
                    await services.Kill("Orders.Saga", time % 2);
                    await services.StartOne("Orders.Saga", time % 2);
                }
            },
            Pause);

        foreach (var (database, topics) in Read.GroupBy(read => read.Database).Select(all => (all.Key, all.Count())))
        {
            await services.Orders().WaitFor(
                $"the dead letters of {database}",
                () => Task.FromResult(services.Count("dead_letters", database)),
                count => count == times * topics * Garbage.Length);
        }

        await services.AllEnded();
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders()));
        Assert.That(Copies(), Is.EqualTo(times * Read.Length * Garbage.Length), "each letter has its copy");
    }

    /// <summary>It is well-formed, and of no order: nothing mends that, so nothing is tried again.</summary>
    [Test]
    public async Task Of_an_order_that_nobody_knows_is_a_dead_letter_at_once()
    {
        var order = Guid.NewGuid();
        await Write(
            Topics.OrdersEvents, order.ToString(),
            Encoding.UTF8.GetBytes(
                $$"""{"orderId":"{{order}}","customerId":"c","totalMinor":1,"currency":"EUR","lines":[]}"""),
            ("ce_type", "orders.order_created.v1"), ("ce_id", Guid.NewGuid().ToString()));

        var letters = $"dead_letters WHERE record_key = '\\x{Hex(order)}'";
        await services.Orders().WaitFor(
            "it to be a dead letter", () => Task.FromResult(services.Count(letters)), count => count == 1);
        Assert.That(services.Count($"{letters} AND reason = 'rejected'"), Is.EqualTo(1));
    }

    private async Task Write()
    {
        foreach (var (_, topic) in Read)
        {
            foreach (var value in Garbage)
                await Write(topic, Guid.NewGuid().ToString(), value);
        }
    }

    private async Task Write(string topic, string key, byte[] value, params (string Name, string Value)[] headers)
    {
        using var producer = new ProducerBuilder<string, byte[]>(
            new ProducerConfig { BootstrapServers = KafkaCluster.Shared.BootstrapServers }).Build();
        var message = new Message<string, byte[]> { Key = key, Value = value, Headers = [] };
        foreach (var header in headers)
            message.Headers.Add(header.Name, Encoding.UTF8.GetBytes(header.Value));
        await producer.ProduceAsync(services.TopicPrefix + topic, message);
    }

    /// <summary>Each once, however often it was sent.</summary>
    private int Copies() => Groups.Readers.Select(reader => reader.Group).Distinct().Sum(group => RecordsOnTopics
        .Read(KafkaCluster.Shared.BootstrapServers, $"{services.TopicPrefix}dlq.{group}")
        .DistinctBy(copy => (
            copy.Headers["dlq-original-topic"], copy.Headers["dlq-original-partition"],
            copy.Headers["dlq-original-offset"]))
        .Count(copy => copy.Headers["dlq-reason"] != "rejected"));

    private static string Hex(Guid id) => Convert.ToHexString(Encoding.UTF8.GetBytes(id.ToString()));
}
