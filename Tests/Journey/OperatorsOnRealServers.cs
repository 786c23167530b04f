using System.Net;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Orders.Testing;
using Tests.Journey.Api;

namespace Tests.Journey;

/// <summary>The operators' routes on PostgreSQL, and each service's own dead letters.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class OperatorsOnRealServers
{
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_an_installation() =>
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared);

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    public async Task Dead_letters_are_paged_filtered_counted_and_replayed()
    {
        // Given commands that cannot be read, for both workers
        var orders = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        using (var producer = new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig { BootstrapServers = KafkaCluster.Shared.BootstrapServers }).Build())
        {
            foreach (var order in orders)
                await producer.ProduceAsync(
                    services.TopicPrefix + "payments.commands", Spoilt(order, "payments.refund_payment.v1"));
            await producer.ProduceAsync(
                services.TopicPrefix + "inventory.commands", Spoilt(orders[0], "inventory.release_stock.v1"));
        }

        // Then each worker shows its own, in pages
        var payments = services.Payments;
        await payments.WaitFor(
            "dead letters", () => payments.Get("/ops/dead-letters"),
            list => list.GetProperty("items").GetArrayLength() == orders.Count);
        await services.Inventory.WaitFor(
            "a dead letter", () => services.Inventory.Get("/ops/dead-letters"),
            list => list.GetProperty("items").GetArrayLength() == 1);
        var seen = await Pages(payments, "/ops/dead-letters?reason=deserialization&status=open&limit=2");
        Assert.That(seen.Select(item => item.GetProperty("orderId").GetGuid()), Is.EquivalentTo(orders));
        Assert.That(
            seen.Select(item => item.GetProperty("failedAt").GetDateTime()), Is.Ordered.Descending);
        var groups = (await payments.Get("/ops/dead-letters")).GetProperty("groups");
        Assert.That(groups.EnumerateArray().Single().GetProperty("count").GetInt32(), Is.EqualTo(orders.Count));
        Assert.That(await Pages(payments, $"/ops/dead-letters?orderId={orders[3]}"), Has.Count.EqualTo(1));

        // And a filter replays what it selects, once
        var act = $$"""
            {"actionId":"{{Guid.NewGuid()}}","filter":{"orderId":"{{orders[3]}}"},"reason":"mended","expected":1}
            """;
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var replay = await payments.Http.Send(HttpMethod.Post, "/ops/dead-letters/replay", act);
            Assert.That(replay.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That((await replay.Json()).GetProperty("done").GetInt32(), Is.EqualTo(1));
        }

        await payments.WaitFor(
            "it to fail again", () => Pages(payments, $"/ops/dead-letters?orderId={orders[3]}"),
            found => found.Count == 2);
        Assert.That(await Pages(payments, "/ops/audit?action=dead-letters.replay&limit=1"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Acts_on_orders_are_listed_in_pages()
    {
        var id = await services.Orders().Submit();
        await services.Orders().WaitForStatus(id, "confirmed");
        foreach (var reason in new[] { "one", "two", "three" })
        {
            using var refused = await services.Orders().Http.Send(
                HttpMethod.Post, $"/ops/orders/{id}/actions", $$"""{"action":"cancel","reason":"{{reason}}"}""");
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        }

        var audit = await Pages(services.Orders(), $"/ops/audit?orderId={id}&limit=1");

        Assert.That(
            audit.Select(act => act.GetProperty("reason").GetString()), Is.EqualTo(["three", "two", "one"]));
    }

    [Test]
    public async Task Orders_are_found_by_the_state_of_their_saga()
    {
        var id = await services.Orders().Submit("tok_declined");
        await services.Orders().WaitForStatus(id, "cancelled");

        var list = await Pages(services.Orders(), "/orders?state=Cancelled&limit=1");

        Assert.That(list.Select(order => order.GetProperty("id").GetGuid()), Does.Contain(id));
    }

    private static Message<byte[]?, byte[]?> Spoilt(Guid order, string type) => new()
    {
        Key = Encoding.UTF8.GetBytes($"{order}"),
        Value = "{ no JSON"u8.ToArray(),
        Headers =
        [
            new Header("ce_type", Encoding.UTF8.GetBytes(type)),
            new Header("MessageId", Encoding.UTF8.GetBytes($"{Guid.NewGuid()}")),
        ],
    };

    private static async Task<List<JsonElement>> Pages(OrdersClient client, string? path)
    {
        var items = new List<JsonElement>();
        while (path is not null)
        {
            var page = await client.Get(path);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            path = page.GetProperty("next").GetString();
        }

        return items;
    }
}
