using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// An endpoint as it was configured; built when the bus is. Who hands it records without a client, as a simulation
/// does, has a collection of endpoints in the container.
/// </summary>
internal sealed record TopicEndpointBuilder(
    string Topic, string Group, Type? OnlyType, Action<IKafkaTopicReceiveEndpointConfigurator> Configure)
    : ISpecification
{
    public IEnumerable<ValidationResult> Validate() => [];

    public TopicConsumer Build(IBusInstance bus, IServiceProvider services)
    {
        var connection = services.GetRequiredService<KafkaConnection>();
        var configuration = new TopicEndpointConfiguration(bus, Topic, Group, services);
        Configure(configuration);
        configuration.Validate().ThrowIfContainsFailure($"The endpoint {Topic}/{Group} is not configured correctly:");
        var database = configuration.Database ?? throw new ConfigurationException(
            $"The endpoint {Topic}/{Group} does not say where its dead letters go: call e.DeadLettersTo<…>() with the "
            + "context class of its service's database.");

        var context = configuration.CreateReceiveEndpointContext();
        var catalogue = services.GetRequiredService<MessageCatalogue>();
        var types = (OnlyType is null
                ? catalogue.OnTopic(Topic, configuration.Consumes)
                : [TypeOf(OnlyType, catalogue)])
            .ToDictionary(type => type.Name);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var deadLetters = new DeadLetters(Group, database, loggers.CreateLogger<DeadLetters>());
        connection.AddReader(Topic, Group);
        connection.AddTopic(DeadLetterCopies.TopicOf(Group));
        var endpoint = new TopicEndpoint(
            Topic, Group, types, configuration.UnknownTypes, context, deadLetters,
            loggers.CreateLogger<TopicEndpoint>());
        services.GetService<ICollection<TopicEndpoint>>()?.Add(endpoint);
        return new TopicConsumer(endpoint, connection, loggers.CreateLogger<TopicConsumer>());
    }

    /// <summary>Whoever writes to a topic of one type may have keys of their own.</summary>
    private MessageType TypeOf(Type only, MessageCatalogue catalogue) => catalogue.TryGet(only, out var type)
        ? type with { CorrelationId = null }
        : MessageConventions.Read(only, Topic);
}
