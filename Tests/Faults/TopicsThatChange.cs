using Confluent.Kafka;
using Contracts;

namespace Tests.Faults;

/// <summary>Somebody deletes topics, or what is on them, while orders are under way.</summary>
[Category("Kafka")]
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class TopicsThatChange
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private FourServices services;

    [OneTimeSetUp]
    public async Task Given_services_that_soon_ask_again() => services = await FourServices.Start(
        KafkaCluster.Shared, PostgresServer.Shared, settings: new Dictionary<string, string>
        {
            ["Orders:AskAgainAfter"] = "00:00:03",
            ["Saga:AskAgainAfter:0"] = "00:00:03",
        });

    [OneTimeTearDown]
    public async Task Stop() => await (services?.DisposeAsync() ?? default);

    /// <summary>
    /// The new one soon has more records than the group had read of the old one: what is at offsets that were committed
    /// before must be read all the same.
    /// </summary>
    [Test]
    public async Task One_that_is_deleted_is_made_anew_and_read_from_its_beginning(
        [Values(Topics.OrdersEvents, Topics.PaymentsCommands)] string topic)
    {
        using var admin = KafkaCluster.Shared.OpenAdmin();
        var load = new MixedLoad(_ => services.Orders());
        await load.While(
            async () =>
            {
                await load.Until(40);
                await admin.DeleteTopicsAsync([services.TopicPrefix + topic]);
                await load.Until(load.Accepted.Count + 120);
            },
            Pause);

        await services.AllEnded(recordsWereLost: true);
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders()));
    }

    /// <summary>As retention does when nobody reads for longer than it lasts.</summary>
    [Test]
    public async Task Records_that_are_deleted_unread_are_written_again()
    {
        using var admin = KafkaCluster.Shared.OpenAdmin();
        var load = new MixedLoad(_ => services.Orders());
        await load.While(
            async () =>
            {
                await services.Stop("Payments.Worker");
                await load.Until(40);
                var deleted = await admin.DeleteRecordsAsync(Enumerable.Range(0, 6).Select(partition =>
                    new TopicPartitionOffset(services.TopicPrefix + Topics.PaymentsCommands, partition, Offset.End)));
                Assert.That(deleted.Sum(partition => partition.Offset.Value), Is.Positive, "there were some");
                await services.StartOne("Payments.Worker");
            },
            Pause);

        await services.AllEnded(recordsWereLost: true);
        LedgerReader.Agrees(services.LedgerFolder, load, await load.Statuses(services.Orders()));
    }
}
