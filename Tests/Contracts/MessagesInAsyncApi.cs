using System.Text.Json.Nodes;
using Confluent.Kafka;
using Contracts;
using Messaging;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>The AsyncAPI document has what is in the catalogue and on the wire, no more and no less.</summary>
[Category("Unit")]
internal sealed class MessagesInAsyncApi
{
    private static JsonObject Document => Published.AsyncApi;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Channels => Document["channels"]!.AsObject();

    [Test]
    public void Every_message_is_on_its_topic_and_on_no_other_and_none_is_unknown() => Assert.That(
        Channels.Where(channel => !channel.Key.StartsWith("dlq.", StringComparison.Ordinal))
            .SelectMany(channel => channel.Value!["messages"]!.AsObject()
                .Select(message => (message.Key, (string?)Resolved(message.Value!)["name"], channel.Key))),
        Is.EquivalentTo(Catalogue.All.Select(contract => (contract.Name, contract.Name, contract.Topic))));

    [Test]
    public void A_channel_is_called_what_its_topic_is_called() => Assert.That(
        Channels.Select(channel =>
            (channel.Key, (string?)channel.Value!["address"], (string?)channel.Value["bindings"]!["kafka"]!["topic"])),
        Is.EquivalentTo(Topics.All
            .Concat(["dlq.orders-saga", "dlq.payments-worker", "dlq.inventory-worker"])
            .Select(topic => (topic, topic, topic))));

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void The_key_is_the_order_and_so_is_the_correlation_id(Contract contract)
    {
        var message = MessageOf(contract);
        var common = Resolved(message["traits"]!.AsArray().Single()!);

        Assert.That(message.ContainsKey("bindings") || message.ContainsKey("correlationId"), Is.False, "no other");
        var key = common["bindings"]!["kafka"]!["key"]!;
        Assert.That(((string?)key["type"], (string?)key["format"]), Is.EqualTo(("string", "uuid")));
        Assert.That((string?)key["description"], Does.StartWith("The order"));
        Assert.That(
            (string?)common["correlationId"]!["location"], Is.EqualTo("$message.header#/CorrelationId"));
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void The_headers_are_those_that_are_written(Contract contract)
    {
        var message = MessageOf(contract);
        var common = Resolved(message["traits"]!.AsArray().Single()!)["headers"]!;
        var type = new MessageType(
            contract.Type, contract.Name, contract.Topic, contract.Source, contract.Json, contract.OrderId);

        var record = WireFormat.Write(
            type, Samples.Of(contract.Type), new Cause(null, Guid.NewGuid(), null), DateTime.UnixEpoch);

        Assert.That(
            common["properties"]!.AsObject().Select(header => header.Key),
            Is.EquivalentTo(record.Headers.All.Select(header => header.Name)));
        Assert.That(
            Names(common["required"]!),
            Is.EquivalentTo(record.Headers.All.Select(header => header.Name).Except(["InitiatorId"])));
        foreach (var (name, header) in common["properties"]!.AsObject().Concat(
            message["headers"]!["properties"]!.AsObject()))
        {
            if (header!["const"] is { } value)
                Assert.That((string?)value, Is.EqualTo(record.Headers.Text(name)), name);
        }
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Who_writes_it_is_its_source_alone(Contract contract) => Assert.That(
        OperationsOn($"#/channels/{contract.Topic}/messages/{contract.Name}", "send"),
        Is.EqualTo([$"{contract.Source["urn:service:".Length..]}.sends.{contract.Topic}"]));

    [TestCaseSource(typeof(Samples), nameof(Samples.EveryContract))]
    public void Its_payload_is_its_schema(Contract contract)
    {
        var payload = Resolved(MessageOf(contract)["payload"]!);

        var schema = Published.FromJson(MessageSchema.Of(contract, ReleasedSchemas.In(Repository.Root)).Version.File);
        schema.Remove("$schema");
        schema.Remove("$id");
        Assert.That(payload.ToJsonString(), Is.EqualTo(schema.ToJsonString()));
    }

    [Test]
    public void Dead_letters_have_the_headers_that_are_written()
    {
        var read = new KafkaRecord(
            new ConsumeResult<byte[]?, byte[]?> { Message = new() { Headers = [] }, Partition = 0, Offset = 0 },
            "orders.events", new PartitionAssignment(new TopicPartition("orders.events", 0)));
        var row = new DeadLetterRow
        {
            Id = Guid.NewGuid(),
            ReaderGroup = "orders-saga",
            Reason = DeadLetterReasons.Validation,
            Message = "",
            Attempts = 0,
            Topic = "orders.events",
            RecordTime = DateTime.UnixEpoch,
            FailedAt = DateTime.UnixEpoch,
            Headers = [],
            Value = [],
        };

        var copy = DeadLetters.CopyOf(row, read);

        var headers = Document["components"]!["messages"]!["dead-letter"]!["headers"]!;
        var written = copy.Headers.All.Select(header => header.Name).ToList();
        Assert.That(Names(headers["required"]!), Is.EqualTo(written));
        Assert.That(headers["properties"]!.AsObject().Select(header => header.Key), Is.EqualTo(written));
    }

    [Test]
    public void Nothing_refers_to_what_is_not_there() =>
        Assert.That(References(Document).Where(reference => Find(reference) is null), Is.Empty);

    private static JsonObject MessageOf(Contract contract) =>
        Document["components"]!["messages"]![contract.Name]!.AsObject();

    private static IEnumerable<string> OperationsOn(string message, string action) =>
        from operation in Document["operations"]!.AsObject()
        where (string?)operation.Value!["action"] == action
        where operation.Value["messages"]!.AsArray().Any(reference => (string?)reference!["$ref"] == message)
        select operation.Key;

    private static IEnumerable<string?> Names(JsonNode list) => list.AsArray().Select(name => (string?)name);

    private static JsonNode Resolved(JsonNode reference) => Find((string)reference["$ref"]!)!;

    private static JsonNode? Find(string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode?)Document, (parent, name) => parent?[name]);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
