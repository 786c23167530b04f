using System.Text.Json.Nodes;
using Contracts;
using Messaging;
using static Orders.Testing.AsyncApi;

namespace Orders.Testing;

/// <summary>The topics, who writes and who reads them, for the AsyncAPI document.</summary>
internal static class AsyncApiTopics
{
    private static IEnumerable<string> ReadingGroups => Groups.Readers.Select(reader => reader.Group).Distinct();

    public static JsonObject Channels() => ByName(
    [
        .. Topics.All.Select(topic => Channel(
            topic, ContractDocs.OfConstant(typeof(Topics), topic), On(topic).Select(contract => contract.Name))),
        .. ReadingGroups.Select(group => Channel(
            DeadLetterCopies.TopicOf(group),
            $"Copies of what {group} could not read or handle. The row in its database is what counts.",
            [AsyncApiRecord.DeadLetterName])),
    ]);

    public static JsonObject Operations() => ByName(
    [
        .. Catalogue.All.Select(contract => (Service: ServiceOf(contract), contract.Topic)).Distinct()
            .Select(writes => Sending(
                writes.Service, writes.Topic,
                On(writes.Topic).Where(contract => ServiceOf(contract) == writes.Service)
                    .Select(contract => contract.Name))),
        .. Groups.Readers.Select(reads => Receiving(reads.Group, reads.Topic)),
        .. ReadingGroups.Select(group => Sending(
            group, DeadLetterCopies.TopicOf(group), [AsyncApiRecord.DeadLetterName])),
    ]);

    private static (string, JsonObject) Channel(string topic, string description, IEnumerable<string> messages) =>
        (topic, new()
        {
            ["address"] = topic,
            ["description"] = description,
            ["messages"] = ByName(messages.Select(name => (name, Reference("components", "messages", name)))),
            ["bindings"] = Binding(new()
            {
                ["topic"] = topic,
                ["partitions"] = KafkaOptions.DefaultPartitions,
                ["topicConfiguration"] = new JsonObject
                {
                    ["retention.ms"] = (long)TopicSetup.RetentionOf(topic).TotalMilliseconds,
                },
            }),
        });

    private static (string, JsonObject) Sending(string service, string topic, IEnumerable<string> messages) =>
        ($"{service}.sends.{topic}", new()
        {
            ["action"] = "send",
            ["summary"] = $"{service} writes to {topic}.",
            ["channel"] = Reference("channels", topic),
            ["messages"] = Messages(topic, messages),
        });

    /// <summary>What a service has written itself it passes over.</summary>
    private static (string, JsonObject) Receiving(string group, string topic) => ($"{group}.receives.{topic}", new()
    {
        ["action"] = "receive",
        ["summary"] = $"{group} reads {topic}, as the consumer group of this name.",
        ["channel"] = Reference("channels", topic),
        ["messages"] = Messages(
            topic, On(topic).Where(contract => ServiceOf(contract) != group).Select(contract => contract.Name)),
        ["bindings"] = Binding(new()
        {
            ["groupId"] = new JsonObject { ["type"] = "string", ["const"] = group },
        }),
    });

    private static JsonArray Messages(string topic, IEnumerable<string> names) =>
        [.. names.Select(name => Reference("channels", topic, "messages", name))];

    private static IEnumerable<Contract> On(string topic) => Catalogue.All.Where(contract => contract.Topic == topic);

    private static string ServiceOf(Contract contract) => contract.Source[(contract.Source.LastIndexOf(':') + 1)..];
}
