using System.Text;
using Confluent.Kafka;
using Messaging;

namespace Tests.Messaging;

/// <summary>Poison: it becomes a row among the dead letters, unchanged, and what comes behind it is read.</summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
internal sealed class RecordsThatCannotBeRead(Broker broker)
{
    private static readonly Guid Account = Guid.NewGuid();
    private TestDatabase database;
    private TestHostSetup setup;
    private TestHost host;

    private static IEnumerable<TestCaseData> Poison()
    {
        yield return Case(
            "a message without what it belongs to", "deserialization", "it has no account",
            record => record with { Value = LedgerMessages.Json(new Deposited(Guid.Empty, 1)) });
        yield return Case(
            "corrupt JSON", "deserialization", "Path: $.accountId",
            record => record with { Value = "{ \"accountId\": "u8.ToArray() });
        yield return Case(
            "no value at all", "deserialization", "",
            record => record with { Value = [] });
        yield return Case(
            "JSON's null", "deserialization", "the value is JSON's null",
            record => record with { Value = "null"u8.ToArray() });
        yield return Case(
            "another type's JSON", "deserialization", "could not be converted",
            record => record with { Value = "[1, 2]"u8.ToArray() });
        yield return Case(
            "no type", "deserialization", "header 'ce_type' is missing on a topic with 2 types",
            record => record.Without("ce_type"));
        yield return Case(
            "no key", "validation", $"the key '' is not the message's, '{Account}'",
            record => record with { Key = null });
        yield return Case(
            "a foreign key", "validation", $"the key 'foreign' is not the message's, '{Account}'",
            record => record with { Key = "foreign"u8.ToArray() });
        yield return Case(
            "an upper-case key", "validation", "is not the message's",
            record => record with { Key = Encoding.UTF8.GetBytes(Account.ToString().ToUpperInvariant()) });
        yield return Case(
            "no id", "validation", "the record has no message id",
            record => record.Without("MessageId", "ce_id"));
        yield return Case(
            "an id that is none", "validation", "the record has no message id",
            record => record.With("MessageId", "7").With("ce_id", "8"));
        yield return Case(
            "an unknown type", "unknown-type", "no type here is called 'ledger.unheard_of.v1'",
            record => record.With("ce_type", "ledger.unheard_of.v1"));
        yield return Case(
            "a type without a consumer", "unknown-type", "no type here is called 'ledger.close_account.v1'",
            record => record.With("ce_type", "ledger.close_account.v1"));
    }

    [OneTimeSetUp]
    public async Task Given_an_endpoint_for_commands()
    {
        database = new TestDatabase();
        setup = new TestHostSetup(database, broker) { UnknownTypes = UnknownTypes.DeadLetter };
        setup.Types =
        [
            setup.Types[0] with
            {
                CorrelationId = message => message is Deposited { AccountId: var account } && account != Guid.Empty
                    ? account
                    : throw new InvalidOperationException("it has no account"),
            },
            .. setup.Types.Skip(1),
        ];
        host = await TestHost.Start(setup);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await host.DisposeAsync();
        database.Dispose();
    }

    [TestCaseSource(nameof(Poison))]
    public async Task Are_dead_letters_as_they_came_and_do_not_stop_their_partition(
        string reason, string message, Func<OutgoingMessage, OutgoingMessage> spoil)
    {
        using var counted = new Counted(Telemetry.DeadLetterCount, setup.Group);
        var poison = spoil(setup.Record(new Deposited(Account, 1, "poison")).With("extra", "ünchanged"));
        var good = new Deposited(Guid.NewGuid(), 2);

        var origin = await setup.Broker.Write(poison, partition: 1);
        await setup.Broker.Write(setup.Record(good), partition: 1);

        await Eventually.Holds(() => setup.Inbox.Messages.Contains(good), "the record behind it is received");
        await Eventually.Holds(() => Rows(origin.Offset).Count == 1, "it is a dead letter");
        var row = Rows(origin.Offset).Single();
        Assert.That(row.Reason, Is.EqualTo(reason));
        Assert.That(row.Message, Does.Contain(message));
        Assert.That(
            (row.Topic, row.RecordPartition, row.ReaderGroup, row.Attempts),
            Is.EqualTo((setup.Topic, 1, setup.Group, 0)));
        Assert.That((row.RecordKey, row.Value), Is.EqualTo((poison.Key, poison.Value)));
        Assert.That(MessageHeaders.Decode(row.Headers).All, Is.EqualTo(poison.Headers.All));
        Assert.That(row.MessageId, Is.EqualTo(WireFormat.IdOf(poison.Headers)));
        Assert.That(row.MessageType, Is.EqualTo(poison.Headers.Text("ce_type")));
        await Eventually.Holds(() => counted.By("reason").GetValueOrDefault(reason) == 1, "it is counted");
    }

    /// <summary>A time is what its producer says, who may say anything.</summary>
    [Test]
    public async Task Are_dead_letters_whenever_they_were_written()
    {
        var poison = setup.Record(new Deposited(Account, 1)) with { Value = "{"u8.ToArray() };

        var origin = await setup.Broker.Write(
            setup.Topic, poison.Key, poison.Value, poison.Headers, partition: 1,
            new Timestamp(-99_999_999_999_999, TimestampType.CreateTime));

        await Eventually.Holds(() => Rows(origin.Offset).Count == 1, "it is a dead letter");
    }

    [Test]
    public async Task Have_a_copy_on_the_groups_own_topic()
    {
        var poison = setup.Record(new Deposited(Account, 1)) with { Value = "{"u8.ToArray() };

        var origin = await setup.Broker.Write(poison, partition: 2);
        await Eventually.Holds(() => Rows(origin.Offset, partition: 2).Count == 1, "it is a dead letter");
        var row = Rows(origin.Offset, partition: 2).Single();
        await Eventually.Holds(
            () => setup.Broker.Read($"dlq.{setup.Group}").Any(copy => copy.Header("dlq-original-partition") == "2"),
            "its copy is there");

        var copy = setup.Broker.Read($"dlq.{setup.Group}").Single(copy => copy.Header("dlq-original-partition") == "2");
        Assert.That((copy.Message.Key, copy.Message.Value), Is.EqualTo((poison.Key, poison.Value)));
        Assert.That(
            copy.Message.Headers.Take(poison.Headers.All.Count).Select(header => (header.Key, header.GetValueBytes())),
            Is.EqualTo(poison.Headers.All));
        Assert.That(
            copy.Message.Headers.Skip(poison.Headers.All.Count)
                .ToDictionary(header => header.Key, header => copy.Header(header.Key)),
            Is.EqualTo(new Dictionary<string, string?>
            {
                ["dlq-reason"] = "deserialization",
                ["dlq-exception-type"] = "System.Text.Json.JsonException",
                ["dlq-exception-message"] = row.Message,
                ["dlq-original-topic"] = setup.Topic,
                ["dlq-original-partition"] = "2",
                ["dlq-original-offset"] = $"{origin.Offset.Value}",
                ["dlq-original-timestamp"] = $"{row.RecordTime:O}",
                ["dlq-consumer-group"] = setup.Group,
                ["dlq-attempts"] = "0",
                ["dlq-failed-at"] = copy.Header("dlq-failed-at"),
            }));
    }

    private static TestCaseData Case(
        string name, string reason, string message, Func<OutgoingMessage, OutgoingMessage> spoil) =>
        new TestCaseData(reason, message, spoil).SetArgDisplayNames(name);

    private List<DeadLetterRow> Rows(long offset, int partition = 1) =>
        database.DeadLetters().FindAll(row => row.RecordOffset == offset && row.RecordPartition == partition);
}
