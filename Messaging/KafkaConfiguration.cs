using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Transports;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MassTransit;

/// <summary>Configures the Kafka rider, in the words of the official one.</summary>
public static class KafkaConfiguration
{
    /// <summary>Adds message types that can be produced and read.</summary>
    public static void AddMessageTypes(this IServiceCollection services, IEnumerable<MessageType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types)
            services.AddSingleton(type);
    }

    /// <summary>
    /// Adds a message that is produced to a topic: its name on the wire is MassTransit's URN of it, its JSON
    /// MassTransit's. <see cref="AddMessageTypes"/> adds those that are to look otherwise.
    /// </summary>
    /// <param name="services">The rider's registration, or the container.</param>
    /// <param name="topic">Where it goes.</param>
    /// <param name="correlationId">What it belongs to; as lower-case text the record's key.</param>
    public static void AddProducer<T>(this IServiceCollection services, string topic, Func<T, Guid> correlationId)
        where T : class => services.AddMessageTypes([MessageConventions.Of(topic, correlationId)]);

    /// <summary>Reads topics with Kafka. Where Kafka is stands in <see cref="KafkaOptions"/>.</summary>
    public static void UsingKafka(
        this IRiderRegistrationConfigurator rider,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(rider);
        rider.AddKafkaClients();
        rider.SetRiderFactory(new RiderFactory(configure));
    }

    /// <summary>What producing needs, also in a process that reads nothing.</summary>
    public static void AddKafkaClients(this IServiceCollection services)
    {
        services.AddOptions<KafkaOptions>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KafkaOptions>, DecidedSettings>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MessageCatalogue>();
        services.TryAddSingleton<KafkaConnection>();
        services.TryAddSingleton<IRecordSender, KafkaProducer>();
        services.TryAddSingleton<TopicSetup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TopicSetup>(
            provider => provider.GetRequiredService<TopicSetup>()));
        services.TryAddScoped(typeof(ITopicProducer<>), typeof(TopicProducer<>));
    }

    private sealed class RiderFactory(Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
        : IRegistrationRiderFactory<IKafkaRider>
    {
        public IBusInstanceSpecification CreateRider(IRiderRegistrationContext context)
        {
            var configurator = new KafkaFactoryConfigurator(context.GetRequiredService<KafkaConnection>().Options);
            configure(context, configurator);
            return new RiderSpecification(context, configurator);
        }
    }

    private sealed class RiderSpecification(IRiderRegistrationContext context, KafkaFactoryConfigurator configurator)
        : IBusInstanceSpecification
    {
        public IEnumerable<ValidationResult> Validate() => configurator.Validate();

        public void Configure(IBusInstance busInstance)
        {
            var consumers = configurator.Endpoints.Select(endpoint => endpoint.Build(busInstance, context)).ToList();
            busInstance.Connect<IKafkaRider>(new KafkaRider(consumers));
        }
    }
}

/// <summary>What <c>UsingKafka</c> configures.</summary>
public interface IKafkaFactoryConfigurator
{
    /// <summary>Where Kafka is, unless the configuration says it: host and port of some brokers.</summary>
    void Host(string bootstrapServers);

    /// <summary>
    /// Reads a topic that carries one type; its records need no type header, and the type no registration.
    /// </summary>
    void TopicEndpoint<T>(string topic, string group, Action<IKafkaTopicReceiveEndpointConfigurator> configure)
        where T : class;

    /// <summary>Reads a topic that carries several types, told apart by header <c>ce_type</c>.</summary>
    void TopicEndpoint(string topic, string group, Action<IKafkaTopicReceiveEndpointConfigurator> configure);
}

/// <summary>What an endpoint configures beside consumers, sagas and filters.</summary>
public interface IKafkaTopicReceiveEndpointConfigurator : IReceiveEndpointConfigurator
{
    /// <summary>What becomes of types that no consumer here takes. Default: they are passed over.</summary>
    UnknownTypes UnknownTypes { get; set; }

    /// <summary>The database in which this endpoint's dead letters are kept. Required.</summary>
    void DeadLettersTo<TDatabase>();
}
