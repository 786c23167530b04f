using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>Where Kafka is: the brokers of the configuration, or the embedded one, which starts with the first that asks.</summary>
public sealed class KafkaConnection : IDisposable
{
    private readonly Lazy<EmbeddedBroker?> broker;

    public KafkaConnection(IOptions<KafkaOptions> options, MessageCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Value;
        broker = new(() => Options.IsEmbedded ? Start(catalogue) : null);
    }

    public KafkaOptions Options { get; }

    /// <summary>True where records do not outlive the process.</summary>
    public bool IsEmbedded => Options.IsEmbedded;

    /// <summary>Host and port of the brokers.</summary>
    public string BootstrapServers => broker.Value?.BootstrapServers ?? Options.BootstrapServers;

    internal SendAhead? SendAhead { get; private set; }

    internal string Physical(string topic) => Options.TopicPrefix + topic;

    internal string Logical(string topic) => topic[Options.TopicPrefix.Length..];

    /// <summary>
    /// A topic that a group here will read. It is known before anything is sent, so that an outbox does not fill the embedded
    /// broker while its readers are still starting.
    /// </summary>
    internal void AddReader(string topic, string group)
    {
        AddTopic(topic);
        SendAhead?.AddReader(topic, group);
    }

    /// <summary>A topic that is there from the start although no message type belongs to it.</summary>
    internal void AddTopic(string topic) => broker.Value?.CreateTopic(Physical(topic));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (broker.IsValueCreated)
            broker.Value?.Dispose();
    }

    private EmbeddedBroker Start(MessageCatalogue catalogue)
    {
        var started = new EmbeddedBroker(Options.EmbeddedPartitions);
        SendAhead = new SendAhead();
        foreach (var topic in catalogue.Topics)
            started.CreateTopic(Physical(topic));
        return started;
    }
}
