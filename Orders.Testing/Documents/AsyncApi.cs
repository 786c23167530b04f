using System.Text.Json.Nodes;
using Contracts;
using Messaging;

namespace Orders.Testing;

/// <summary>
/// The AsyncAPI document: topics, who writes and reads them, and what is on them. It holds the messages' schemas, so
/// that whoever has the one file has all.
/// </summary>
internal static class AsyncApi
{
    private const string Description =
        """
        What the services of an order tell each other, and what anybody may listen to. The value of a record is the
        bare message as JSON, and its headers say what it is: they are those of CloudEvents (binary mode) and of
        MassTransit's Kafka rider.

        Records of one order are in sequence on each topic; there is no sequence between topics. A record may come
        more than once, with the same ce_id. Members may be added to a message, and messages to a topic, at any time:
        pass over what you do not know. A message that changes otherwise has another ce_type.

        Amounts are integers in minor units of their currency: 1250 with EUR is 12.50 euros.

        Where an installation sets Kafka__TopicPrefix, it stands before the name of every topic. Partitions and
        retention are those of topics that the services make; the embedded broker has 3 partitions and keeps nothing.
        """;

    /// <param name="schemas">Of all messages, in the order of the catalogue.</param>
    public static JsonObject Of(IReadOnlyList<MessageSchema> schemas) => new()
    {
        ["asyncapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Orders, the messages on Kafka",
            // Of the messages' names; what changes below it is told by the names of the schemas.
            ["version"] = "1",
            ["description"] = Unfolded(Description),
            ["license"] = new JsonObject { ["name"] = "Apache-2.0" },
        },
        ["servers"] = new JsonObject { ["kafka"] = Server() },
        ["channels"] = AsyncApiTopics.Channels(),
        ["operations"] = AsyncApiTopics.Operations(),
        ["components"] = new JsonObject
        {
            ["messages"] = ByName(
                [.. Catalogue.All.Zip(schemas, Message), (AsyncApiRecord.DeadLetterName, AsyncApiRecord.DeadLetter())]),
            ["messageTraits"] = new JsonObject { ["record"] = AsyncApiRecord.Trait() },
            ["schemas"] = ByName([.. schemas.Select(schema => (NameOf(schema.Version), Payload(schema)))]),
        },
    };

    /// <summary>A pointer to another part of the document.</summary>
    public static JsonObject Reference(params string[] path) => new() { ["$ref"] = $"#/{string.Join('/', path)}" };

    public static JsonObject ByName(IEnumerable<(string Name, JsonObject Value)> parts) =>
        new(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Value)));

    /// <summary>What is said in terms of Kafka.</summary>
    public static JsonObject Binding(JsonObject kafka)
    {
        kafka["bindingVersion"] = "0.5.0";
        return new JsonObject { ["kafka"] = kafka };
    }

    private static JsonObject Server() => new()
    {
        ["host"] = "{bootstrapServers}",
        ["protocol"] = "kafka",
        ["variables"] = new JsonObject
        {
            ["bootstrapServers"] = new JsonObject
            {
                ["description"] = "What the services are told in Kafka__BootstrapServers.",
                ["examples"] = new JsonArray("localhost:9092"),
            },
        },
    };

    private static (string, JsonObject) Message(Contract contract, MessageSchema schema) => (contract.Name, new()
    {
        ["name"] = contract.Name,
        ["title"] = contract.Type.Name,
        ["summary"] = ContractDocs.Of(contract.Type),
        ["traits"] = new JsonArray(Reference("components", "messageTraits", "record")),
        ["headers"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                [WireFormat.Source] = new JsonObject { ["const"] = contract.Source },
                [WireFormat.TypeName] = new JsonObject { ["const"] = contract.Name },
            },
        },
        ["payload"] = Reference("components", "schemas", NameOf(schema.Version)),
    });

    /// <summary>What it is called here is all the id it needs.</summary>
    private static JsonObject Payload(MessageSchema schema)
    {
        var payload = schema.Json.DeepClone().AsObject();
        payload.Remove("$schema");
        payload.Remove("$id");
        return payload;
    }

    private static string NameOf(SchemaVersion version) => $"{version.Message}.{version.Major}.{version.Minor}";

    /// <summary>The lines of a paragraph as one.</summary>
    private static string Unfolded(string text) =>
        string.Join('\n', text.Split("\n\n").Select(paragraph => paragraph.Replace('\n', ' ')));
}
