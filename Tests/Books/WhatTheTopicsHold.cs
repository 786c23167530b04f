using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Contracts;

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
        Write(Topics.PaymentsEvents, partition: 1, new() { Value = "garbage"u8.ToArray() });
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

    /// <summary>What is written to a topic stays there: one red line comes to the others.</summary>
    [Test]
    [Order(3)]
    public async Task Topics_that_say_otherwise_are_told()
    {
        var answer = RecordsOnTopics
            .ReadAsTheyAre(KafkaCluster.Shared.BootstrapServers, services.TopicPrefix + Topics.PaymentsEvents)
            .Single(record => record.Message.Key is { } key && Encoding.UTF8.GetString(key) == order.ToString());
        var (message, partition) = (answer.Message, answer.Partition.Value);

        Write(Topics.PaymentsEvents, partition, WithId(message, Guid.NewGuid()));
        Assert.That(await Broken(allHaveEnded: false), Is.EqualTo("T2"), "nobody has sent it");

        Write(Topics.PaymentsEvents, partition, new() { Key = message.Key, Headers = message.Headers, Value = [] });
        Assert.That(await Broken(allHaveEnded: false), Is.EqualTo("T2 T4"), "it was another under this id");

        Write(Topics.PaymentsEvents, partition == 0 ? 1 : 0, message);
        Assert.That(await Broken(allHaveEnded: false), Is.EqualTo("T2 T4 T5"), "its order is in another partition");
        Assert.That(await Broken(allHaveEnded: true), Is.EqualTo("T2 T4 T5 T6"), "nobody has read them");
    }

    [Test]
    [Order(4)]
    public async Task A_group_beyond_the_end_is_told()
    {
        using var admin = KafkaCluster.Shared.OpenAdmin();
        var beyond = new TopicPartitionOffset(services.TopicPrefix + Topics.InventoryEvents, 0, 1_000_000);
        await admin.AlterConsumerGroupOffsetsAsync([new(Groups.OrdersSaga, [beyond])]);

        var positions = (await services.CheckTopics(allHaveEnded: false)).Single(finding => finding.Name == "T6");
        Assert.That(
            positions.Broken.Select(broken => broken.ToString()),
            Has.One.Match("^inventory.events/0 \\(at 1000000, the end is [0-9]+\\)$"));
    }

    /// <summary>The verb, as it is typed.</summary>
    [Order(2)]
    [TestCase("Kafka:Partitions", "6", 0, "^T9  ok  ")]
    [TestCase("Kafka:TopicPrefix", "none.", 2, "^Topic 'none.orders.events' at '[^']+' cannot be read: ")]
    [TestCase("Kafka:BootstrapServers", "", 2, "^Kafka:BootstrapServers is not set: --topics ")]
    public async Task The_verb_says_so(string setting, string value, int code, string said)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Orders.Testing.dll"),
            "verify", "--data", services.LedgerFolder, "--all-ended", "--topics",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, set) in services.Settings.Append(KeyValuePair.Create(setting, value)))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = set;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(output + await errors, Does.Match($"(?m){said}"));
        Assert.That(process.ExitCode, Is.EqualTo(code));
    }

    /// <summary>The lines that are red.</summary>
    private async Task<string> Broken(bool allHaveEnded) => string.Join(
        ' ', (await services.CheckTopics(allHaveEnded)).Where(finding => finding.Broken.Count > 0)
            .Select(finding => finding.Name));

    private static Message<byte[]?, byte[]?> WithId(Message<byte[]?, byte[]?> message, Guid id)
    {
        var headers = new Headers();
        foreach (var header in message.Headers)
            headers.Add(header.Key, header.Key is "ce_id" or "MessageId"
                ? Encoding.UTF8.GetBytes(id.ToString())
                : header.GetValueBytes());
        return new() { Key = message.Key, Headers = headers, Value = message.Value };
    }

    private void Write(string topic, int partition, Message<byte[]?, byte[]?> message)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig { BootstrapServers = KafkaCluster.Shared.BootstrapServers }).Build();
        producer.Produce(new TopicPartition(services.TopicPrefix + topic, partition), message);
        producer.Flush(TimeSpan.FromSeconds(30));
    }
}
