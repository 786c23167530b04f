using System.Text;
using Confluent.Kafka;

namespace Tests.Messaging;

/// <summary>
/// It leaves something behind its records that is none. Who looks how far the group is has to find that it is there:
/// deadlines wait for it.
/// </summary>
[Category("Kafka")]
internal sealed class AForeignTransaction
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Is_done_with_its_records(bool isCommitted)
    {
        using var database = new TestDatabase();
        var setup = new TestHostSetup(database, Broker.Kafka);
        await using var host = await TestHost.Start(setup);
        await setup.Write(new Deposited(Guid.NewGuid(), 1), partition: 1);

        WriteInTransaction(setup, isCommitted);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == (isCommitted ? 2 : 1), "what counts is received");
        await Eventually.Holds(
            () => setup.Broker.Committed(setup.Topic, setup.Group) == 3, "the group is behind all of it");
    }

    private static void WriteInTransaction(TestHostSetup setup, bool isCommitted)
    {
        var record = setup.Record(new Deposited(Guid.NewGuid(), 2));
        var headers = new Headers();
        foreach (var (name, value) in record.Headers.All)
            headers.Add(name, value);
        using var producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig
        {
            BootstrapServers = setup.Broker.BootstrapServers,
            TransactionalId = Encoding.UTF8.GetString(record.Key!),
        }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(60));
        producer.BeginTransaction();
        producer.Produce(
            new TopicPartition(setup.Topic, 1),
            new Message<byte[]?, byte[]> { Key = record.Key, Value = record.Value, Headers = headers });
        producer.Flush(TimeSpan.FromSeconds(60));
        if (isCommitted)
            producer.CommitTransaction(TimeSpan.FromSeconds(60));
        else
            producer.AbortTransaction(TimeSpan.FromSeconds(60));
    }
}
