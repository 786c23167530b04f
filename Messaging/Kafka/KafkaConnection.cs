using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>
/// Where Kafka is: the brokers of the configuration, or the embedded one, which starts with the first that asks.
/// </summary>
public sealed class KafkaConnection : IDisposable
{
    private readonly Lazy<EmbeddedBroker?> broker;
    private readonly ConcurrentDictionary<string, bool> topics = [];

    public KafkaConnection(IOptions<KafkaOptions> options, MessageCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Value;
        Clients = new NativeClients(Options);
        broker = new(() => Options.IsEmbedded ? Start() : null);
        foreach (var topic in catalogue.Topics)
            topics[topic] = false;
    }

    public KafkaOptions Options { get; }

    /// <summary>True where records do not outlive the process.</summary>
    public bool IsEmbedded => Options.IsEmbedded;

    /// <summary>The broker inside this process; null where there is none.</summary>
    internal EmbeddedBroker? Embedded => broker.Value;

    /// <summary>Host and port of the brokers.</summary>
    public string BootstrapServers => broker.Value?.BootstrapServers ?? Options.BootstrapServers;

    /// <summary>Why nothing can be sent at present, or which topics are missing; null where all is well.</summary>
    public string? Trouble => TopicTrouble ?? ProducerTrouble
        ?? (IsEmbedded || !MissingTopics.Any() ? null : "not connected yet");

    internal string? TopicTrouble { get; set; }

    internal string? ProducerTrouble { get; set; }

    internal SendAhead? SendAhead { get; private set; }

    internal NativeClients Clients { get; }

    internal string Physical(string topic) => Options.TopicPrefix + topic;

    internal string Logical(string topic) => topic[Options.TopicPrefix.Length..];

    /// <summary>
    /// A topic that a group here will read. It is known before anything is sent, so that an outbox does not fill the
    /// embedded broker while its readers are still starting.
    /// </summary>
    internal void AddReader(string topic, string group)
    {
        AddTopic(topic);
        SendAhead?.AddReader(topic, group);
    }

    /// <summary>A topic that is there from the start although no message type belongs to it.</summary>
    internal void AddTopic(string topic)
    {
        topics.TryAdd(topic, false);
        if (broker.Value is null)
            return;
        broker.Value.CreateTopic(Physical(topic));
        topics[topic] = true;
    }

    /// <summary>The topics of this process that are not known to be there.</summary>
    internal IEnumerable<string> MissingTopics => topics.Where(topic => !topic.Value).Select(topic => topic.Key);

    /// <summary>Whether a topic is known to be there. Until then nothing is sent to it or read from it.</summary>
    internal bool HasTopic(string topic) => topics.GetValueOrDefault(topic);

    /// <summary>
    /// What Kafka calls the topics, by our names: the id tells a topic from a later one of the same name.
    /// </summary>
    internal IReadOnlyDictionary<string, Guid> TopicIds
    {
        get;
        set
        {
            if (value.Count != field.Count || value.Any(pair => field.GetValueOrDefault(pair.Key) != pair.Value))
                field = value;
        }
    } = new Dictionary<string, Guid>();

    /// <summary>The id of a topic; empty where it is not known.</summary>
    internal Guid IdOf(string topic) => TopicIds.GetValueOrDefault(topic);

    /// <summary>All topics of this process.</summary>
    internal IEnumerable<string> Topics => topics.Keys;

    /// <summary>These topics are there, and no others.</summary>
    internal void Found(IReadOnlySet<string> physical)
    {
        foreach (var topic in topics.Keys)
            topics[topic] = physical.Contains(Physical(topic));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clients.Dispose();
        if (broker.IsValueCreated)
            broker.Value?.Dispose();
    }

    private EmbeddedBroker Start()
    {
        var started = new EmbeddedBroker(Options.PartitionCount);
        SendAhead = new SendAhead();
        foreach (var topic in topics.Keys)
        {
            started.CreateTopic(Physical(topic));
            topics[topic] = true;
        }

        return started;
    }
}
