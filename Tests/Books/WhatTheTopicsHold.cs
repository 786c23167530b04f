using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Contracts;
using Orders.Testing;

namespace Tests.Books;

/// <summary>
/// The topics of an installation whose orders have ended agree with its databases, and each thing that would not turns
/// its own line red.
/// </summary>
[Category("Kafka")]
[Category("PostgreSql")]
internal sealed class WhatTheTopicsHold
{
    private FourServices services;
    private Guid order;

    [OneTimeSetUp]
    public async Task Given_orders_that_have_ended_and_a_dead_letter()
    {
        services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared);
        await new MixedLoad(_ => services.Orders()).Submit(20);
        order = await services.Orders().Submit();
        await services.Orders().WaitForStatus(order, "confirmed");
        await Write(Topics.PaymentsEvents, partition: 1, new() { Value = "garbage"u8.ToArray() });
        await services.Orders().WaitFor(
            "a dead letter", () => Task.FromResult(services.Count("dead_letters")), count => count == 1);
        await services.AllEnded();
        await Task.WhenAll(FourServices.Programs.Select(program => services.Stop(program)));
    }

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    [Test]
    [Order(1)]
    public async Task Nothing_is_lost_from_nowhere_or_passed_over() =>
        Assert.That(await Broken(allHaveEnded: true), Is.Empty);

    [Order(2)]
    [TestCase("T1",
        """
        INSERT INTO saga_history (saga_id, message_id, type, direction, at, payload)
        SELECT saga_id, gen_random_uuid(), type, direction, at + INTERVAL '1 hour', payload
        FROM saga_history WHERE saga_id = '{0}' AND type = 'orders.order_confirmed.v1'
        """,
        "DELETE FROM saga_history WHERE saga_id = '{0}' AND at > now() AT TIME ZONE 'utc' + INTERVAL '30 minutes'",
        TestName = "What_is_recorded_as_sent_and_on_no_topic_is_told")]
    [TestCase("T7",
        "UPDATE saga_history SET direction = 'out' WHERE saga_id = '{0}' AND type = 'payments.payment_completed.v1'",
        "UPDATE saga_history SET direction = 'in' WHERE saga_id = '{0}' AND type = 'payments.payment_completed.v1'",
        TestName = "What_was_read_and_is_not_recorded_is_told")]
    [TestCase("T7",
        "UPDATE dead_letters SET record_offset = record_offset + 1",
        "UPDATE dead_letters SET record_offset = record_offset - 1",
        TestName = "What_is_no_message_and_no_dead_letter_is_told")]
    [TestCase("T9",
        "UPDATE dead_letters SET value = 'rubbish'", "UPDATE dead_letters SET value = 'garbage'",
        TestName = "A_dead_letter_that_is_not_what_was_read_is_told")]
    public async Task A_database_that_says_otherwise_is_told(string line, string corruption, string mended)
    {
        services.Execute(corruption.Replace("{0}", order.ToString(), StringComparison.Ordinal));
        try
        {
            Assert.That(await Broken(allHaveEnded: true), Is.EqualTo(line));
        }
        finally
        {
            services.Execute(mended.Replace("{0}", order.ToString(), StringComparison.Ordinal));
        }
    }

    /// <summary>The order has rows at both workers, and these say nothing of this command.</summary>
    [Order(2)]
    [TestCase(Topics.PaymentsCommands, "payments.refund_payment.v1", Groups.PaymentsWorker)]
    [TestCase(Topics.PaymentsCommands, "payments.waive_refund.v1", Groups.PaymentsWorker)]
    [TestCase(Topics.InventoryCommands, "inventory.release_stock.v1", Groups.InventoryWorker)]
    public async Task A_command_that_was_read_and_swallowed_is_told(string topic, string type, string group)
    {
        var (id, first) = (Guid.NewGuid(), FirstOf(topic));
        services.Execute(
            $"""
            INSERT INTO saga_history (saga_id, message_id, type, direction, at, payload)
            SELECT saga_id, '{id}', '{type}', direction, at, payload
            FROM saga_history WHERE saga_id = '{order}' AND type = 'orders.order_confirmed.v1'
            """);
        var written = await Write(topic, first.Partition.Value, Another(first.Message, id, type));
        await HaveRead(group, written.TopicPartition, written.Offset + 1);

        Assert.That(await Broken(allHaveEnded: true), Is.EqualTo("T7"));

        services.Execute(
            $"""
            INSERT INTO dead_letters (
                id, message_id, reader_group, reason, message, attempts, topic, record_time, failed_at, headers, value)
            SELECT '{id}', '{id}', reader_group, reason, message, attempts, topic, record_time, failed_at, headers,
                   value
            FROM dead_letters WHERE record_offset IS NOT NULL
            """);
        Assert.That(await Broken(allHaveEnded: true), Is.Empty, "it is a dead letter");
    }

    /// <summary>It has no id, and would be a dead letter if it were for the saga.</summary>
    [Order(2)]
    [TestCase("orders.order_confirmed.v1")]
    [TestCase("loyalty.points_earned.v1")]
    public async Task What_is_on_an_events_topic_for_others_is_theirs_however_odd(string type)
    {
        var written = await Write(Topics.OrdersEvents, partition: 0, new()
        {
            Headers = new() { { "ce_type", Encoding.UTF8.GetBytes(type) } },
            Value = "garbage"u8.ToArray(),
        });
        await HaveRead(Groups.OrdersSaga, written.TopicPartition, written.Offset + 1);

        Assert.That(await Broken(allHaveEnded: true), Is.Empty);
    }

    /// <summary>What is written to a topic stays there: one red line comes to the others.</summary>
    [Test]
    [Order(3)]
    public async Task Topics_that_say_otherwise_are_told()
    {
        var answer = FirstOf(Topics.PaymentsEvents);
        var (message, partition) = (answer.Message, answer.Partition.Value);

        await Write(Topics.PaymentsEvents, partition, Another(message, Guid.NewGuid()));
        Assert.That(await Broken(allHaveEnded: false), Is.EqualTo("T2"), "nobody has sent it");

        await Write(
            Topics.PaymentsEvents, partition, new() { Key = message.Key, Headers = message.Headers, Value = [] });
        Assert.That(await Broken(allHaveEnded: false), Is.EqualTo("T2 T4"), "it was another under this id");

        await Write(
            Topics.PaymentsEvents, partition == 0 ? 1 : 0,
            new() { Key = message.Key, Headers = message.Headers, Value = message.Value });
        Assert.That(await Broken(allHaveEnded: false), Is.EqualTo("T2 T4 T5"), "its order is in another partition");
        Assert.That(await Broken(allHaveEnded: true), Is.EqualTo("T2 T4 T5 T6"), "nobody has read them");
    }

    [Test]
    [Order(4)]
    public async Task A_group_beyond_the_end_is_told()
    {
        await HaveRead(Groups.OrdersSaga, new(services.TopicPrefix + Topics.InventoryEvents, 0), 1_000_000);

        var positions = (await services.CheckTopics(allHaveEnded: false)).Single(finding => finding.Name == "T6");
        Assert.That(
            positions.Broken.Select(broken => broken.ToString()),
            Has.One.Match("^inventory.events/0 \\(at 1000000, the end is [0-9]+\\)$"));
    }

    /// <summary>Unless it holds nothing because everything on it went with its time.</summary>
    [Test]
    [Order(5)]
    public async Task A_topic_that_never_held_what_was_sent_to_it_is_told()
    {
        var topic = services.TopicPrefix + Topics.InventoryCommands;
        using var offsets = new GroupOffsets(KafkaCluster.Shared, [topic]);
        using var admin = KafkaCluster.Shared.OpenAdmin();
        var ends = await offsets.Ends();

        await DeleteRecords(ends);
        Assert.That(await Lost(), Is.Empty);

        var client = new OrdersClient(new HttpClient());
        await admin.DeleteTopicsAsync([topic]);
        await client.WaitFor("the topic to be gone", async () => (await offsets.Ends()).Count, count => count == 0);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = ends.Count }]);
        await client.WaitFor(
            "the topic to be there", () => Task.FromResult(admin.GetMetadata(topic, client.Patience).Topics.Single()),
            seen => seen.Partitions.Count(partition => partition.Leader >= 0) == ends.Count);
        Assert.That(await Lost(), Has.Count.EqualTo(services.Count("orders")));
        Assert.That(await Lost(), Has.All.EndsWith(" is not on inventory.commands)"));
    }

    /// <summary>A payment that is refunded later has the same row.</summary>
    [Test]
    [Order(6)]
    public async Task What_was_answered_before_a_loss_is_not_asked_for()
    {
        var topic = services.TopicPrefix + Topics.PaymentsEvents;
        using var offsets = new GroupOffsets(KafkaCluster.Shared, [topic]);
        await DeleteRecords(await offsets.Ends());
        await Write(Topics.PaymentsEvents, partition: 0, new() { Value = "the oldest"u8.ToArray() });

        services.Execute("UPDATE payments SET updated_at = updated_at + INTERVAL '1 hour'", "payments");

        Assert.That((await Lost()).Where(lost => lost.Contains("payments.events", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>The verb, as it is typed.</summary>
    [Order(2)]
    [TestCase("Kafka:Partitions", "6", 0, "^T9  ok  ")]
    [TestCase("Kafka:TopicPrefix", "none.", 2, "^Topic 'none.orders.events' at '[^']+' cannot be read: ")]
    [TestCase("Kafka:BootstrapServers", "", 2, "^Kafka:BootstrapServers is not set: --topics ")]
    public async Task The_verb_says_so(string setting, string value, int code, string said)
    {
        var (exitCode, output) = await TypedVerify.AllEnded(
            services.LedgerFolder, ["--topics"], services.Settings.Append(KeyValuePair.Create(setting, value)));

        Assert.That(output, Does.Match($"(?m){said}"));
        Assert.That(exitCode, Is.EqualTo(code));
    }

    /// <summary>The lines that are red.</summary>
    private async Task<string> Broken(bool allHaveEnded) => string.Join(
        ' ', (await services.CheckTopics(allHaveEnded)).Where(finding => finding.Broken.Count > 0)
            .Select(finding => finding.Name));

    private async Task<List<string>> Lost() =>
    [
        .. (await services.CheckTopics(allHaveEnded: true)).Single(finding => finding.Name == "T1")
            .Broken.Select(broken => broken.ToString()),
    ];

    /// <summary>The first record that concerns the order.</summary>
    private ConsumeResult<byte[]?, byte[]?> FirstOf(string topic) => RecordsOnTopics
        .ReadAsTheyAre(KafkaCluster.Shared.BootstrapServers, services.TopicPrefix + topic)
        .First(record => record.Message.Key is { } key && Encoding.UTF8.GetString(key) == order.ToString());

    private static Message<byte[]?, byte[]?> Another(Message<byte[]?, byte[]?> message, Guid id, string? type = null)
    {
        var headers = new Headers();
        foreach (var header in message.Headers)
            headers.Add(header.Key, header.Key switch
            {
                "ce_id" or "MessageId" => Encoding.UTF8.GetBytes(id.ToString()),
                "ce_type" when type is not null => Encoding.UTF8.GetBytes(type),
                _ => header.GetValueBytes(),
            });
        return new() { Key = message.Key, Headers = headers, Value = message.Value };
    }

    private static async Task HaveRead(string group, TopicPartition partition, Offset next)
    {
        using var admin = KafkaCluster.Shared.OpenAdmin();
        await admin.AlterConsumerGroupOffsetsAsync([new(group, [new(partition, next)])]);
    }

    private static async Task DeleteRecords(Dictionary<TopicPartition, long> until)
    {
        using var admin = KafkaCluster.Shared.OpenAdmin();
        await admin.DeleteRecordsAsync(until.Select(end => new TopicPartitionOffset(end.Key, end.Value)));
    }

    private async Task<TopicPartitionOffset> Write(string topic, int partition, Message<byte[]?, byte[]?> message)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig { BootstrapServers = KafkaCluster.Shared.BootstrapServers }).Build();
        return (await producer.ProduceAsync(new TopicPartition(services.TopicPrefix + topic, partition), message))
            .TopicPartitionOffset;
    }
}
