using System.Net;
using System.Text.Json;
using Confluent.Kafka.Admin;
using Contracts;

namespace Tests.Journey;

/// <summary>
/// The four services as processes of their own, on Apache Kafka and PostgreSQL: what an order does and leaves there.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class OnRealServers
{
    private static readonly string[] AlwaysThere =
    [
        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time",
        "MessageId", "CorrelationId", "ConversationId", "traceparent",
    ];

    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_an_installation() =>
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared);

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    public async Task An_order_is_confirmed_paid_and_reserved()
    {
        var before = await Available("GADGET");

        var id = await services.Orders().Submit("tok_ok", "GADGET", quantity: 2);
        await services.Orders().WaitForStatus(id, "confirmed");

        Assert.That((await services.Payments.Payment(id)).GetProperty("status").GetString(), Is.EqualTo("completed"));
        Assert.That(await Available("GADGET"), Is.EqualTo(before - 2));
    }

    [TestCase("tok_declined", "WIDGET", "payment_failed", 0)]
    [TestCase("tok_ok", "OUT-OF-STOCK", "out_of_stock", 1250)]
    public async Task An_order_that_fails_is_undone(string token, string sku, string reason, long captured)
    {
        var id = await services.Orders().Submit(token, sku);
        var order = await services.Orders().WaitForStatus(id, "cancelled");

        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo(reason));
        var payment = await services.Payments.Payment(id);
        Assert.That(payment.GetProperty("capturedMinor").GetInt64(), Is.EqualTo(captured));
        Assert.That(payment.GetProperty("refundedMinor").GetInt64(), Is.EqualTo(captured));
    }

    [Test]
    public async Task An_order_can_be_cancelled_while_its_payment_is_slow()
    {
        var id = await services.Orders().Submit("tok_slow_5s");
        using var answer = await services.Orders().Cancel(id);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var order = await services.Orders().WaitForStatus(id, "cancelled");
        Assert.That(order.GetProperty("reason").GetString(), Is.EqualTo("cancelled_by_customer"));
    }

    [Test]
    public async Task Every_record_carries_the_headers_that_were_agreed_and_no_others()
    {
        var id = await services.Orders().Submit("tok_ok", "OUT-OF-STOCK");
        await services.Orders().WaitForStatus(id, "cancelled");
        await services.AllEnded();

        var records = RecordsOnTopics
            .Read(KafkaCluster.Shared.BootstrapServers, Topics.All.Select(topic => services.TopicPrefix + topic))
            .FindAll(record => record.Key == id.ToString());

        Assert.That(records.Select(record => record.Headers["ce_type"]), Is.EquivalentTo(new[]
        {
            "orders.order_created.v1", "orders.order_cancelled.v1",
            "payments.process_payment.v1", "payments.refund_payment.v1",
            "payments.payment_completed.v1", "payments.payment_refunded.v1",
            "inventory.reserve_stock.v1", "inventory.stock_rejected.v1",
        }));
        foreach (var record in records)
        {
            Assert.That(record.Headers.Keys.Except(["InitiatorId"]), Is.EquivalentTo(AlwaysThere));
            Assert.That(
                record.Headers.ContainsKey("InitiatorId"),
                Is.EqualTo(record.Headers["ce_type"] != "orders.order_created.v1"));
            Assert.That(record.Headers["content-type"], Is.EqualTo("application/json"));
            Assert.That(record.Headers["CorrelationId"], Is.EqualTo(id.ToString()));
            Assert.That(record.Headers["MessageId"], Is.EqualTo(record.Headers["ce_id"]));
            Assert.That(JsonDocument.Parse(record.Value).RootElement.GetProperty("orderId").GetGuid(), Is.EqualTo(id));
        }
    }

    [Test]
    public async Task The_topics_are_made_as_they_should_be()
    {
        using var admin = KafkaCluster.Shared.OpenAdmin();
        var topics = Topics.All.Concat(["dlq.orders-saga", "dlq.payments-worker", "dlq.inventory-worker"]).ToList();
        var made = admin.GetMetadata(TimeSpan.FromSeconds(60)).Topics.ToDictionary(topic => topic.Topic);
        foreach (var topic in topics)
            Assert.That(made[services.TopicPrefix + topic].Partitions, Has.Count.EqualTo(6), topic);

        var settings = await admin.DescribeConfigsAsync(topics.Select(topic =>
            new ConfigResource { Type = ResourceType.Topic, Name = services.TopicPrefix + topic }));
        foreach (var setting in settings)
        {
            Assert.That(setting.Entries["min.insync.replicas"].Value, Is.EqualTo("1"), "there is one broker");
            Assert.That(setting.Entries["message.timestamp.type"].Value, Is.EqualTo("LogAppendTime"));
            var days = setting.ConfigResource.Name.EndsWith(".commands", StringComparison.Ordinal) ? 7 : 30;
            Assert.That(
                setting.Entries["retention.ms"].Value, Is.EqualTo($"{TimeSpan.FromDays(days).TotalMilliseconds}"),
                setting.ConfigResource.Name);
        }
    }

    [Test]
    public async Task The_books_are_right() => await services.AllEnded();

    private async Task<long> Available(string sku) =>
        (await services.Inventory.Stock(sku)).GetProperty("available").GetInt64();
}
