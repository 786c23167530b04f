using MassTransit;

namespace Messaging;

/// <inheritdoc/>
internal sealed class KafkaFactoryConfigurator(KafkaOptions options) : IKafkaFactoryConfigurator
{
    public List<TopicEndpointBuilder> Endpoints { get; } = [];

    public void Host(string bootstrapServers)
    {
        if (options.BootstrapServers.Length == 0)
            options.BootstrapServers = bootstrapServers;
    }

    public void TopicEndpoint<T>(string topic, string group, Action<IKafkaTopicReceiveEndpointConfigurator> configure)
        where T : class => Endpoints.Add(new TopicEndpointBuilder(topic, group, typeof(T), configure));

    public void TopicEndpoint(string topic, string group, Action<IKafkaTopicReceiveEndpointConfigurator> configure) =>
        Endpoints.Add(new TopicEndpointBuilder(topic, group, null, configure));

    public IEnumerable<ValidationResult> Validate()
    {
        foreach (var endpoint in Endpoints)
        {
            if (string.IsNullOrWhiteSpace(endpoint.Topic) || string.IsNullOrWhiteSpace(endpoint.Group))
                yield return endpoint.Failure(
                    "TopicEndpoint", $"topic '{endpoint.Topic}' and group '{endpoint.Group}' must have names");
            if (endpoint.Topic.StartsWith('^'))
                yield return endpoint.Failure(
                    "TopicEndpoint", $"topic '{endpoint.Topic}' is a pattern: name each topic");
        }

        // Two members of one group would have half of the partitions each, blind to what the other's half carries.
        foreach (var twice in Endpoints.GroupBy(endpoint => (endpoint.Topic, endpoint.Group)).Where(g => g.Count() > 1))
            yield return twice.First().Failure(
                "TopicEndpoint",
                $"group '{twice.Key.Group}' reads topic '{twice.Key.Topic}' twice: configure one endpoint with all its "
                + "consumers");
    }
}
