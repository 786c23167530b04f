using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;

namespace Messaging;

/// <summary>
/// A receive endpoint of MassTransit without a transport: its pipeline is fed by this library. It inherits what is
/// configured on the bus, takes consumers, sagas and filters like any other, and knows afterwards which messages they
/// take.
/// </summary>
internal class PipelineConfiguration : ReceiveEndpointConfiguration, IReceiveEndpointConfigurator
{
    private readonly IBusInstance bus;
    private readonly IReceiveEndpointConfiguration inner;
    private readonly ConsumedTypes consumed;

    public PipelineConfiguration(IBusInstance bus, string name)
        : this(bus, bus.HostConfiguration.CreateReceiveEndpointConfiguration(name))
    {
    }

    private PipelineConfiguration(IBusInstance bus, IReceiveEndpointConfiguration inner)
        : base(bus.HostConfiguration, inner)
    {
        this.bus = bus;
        this.inner = inner;
        PublishFaults = false;
        consumed = new ConsumedTypes(this);
    }

    public override Uri HostAddress => inner.HostAddress;

    public override Uri InputAddress => inner.InputAddress;

    /// <summary>The messages that the endpoint's consumers and sagas take.</summary>
    public IReadOnlySet<Type> Consumes => consumed.Types;

    public override ReceiveEndpointContext CreateReceiveEndpointContext()
    {
        ApplySpecifications(new Builder(this));
        return new Context(bus, this);
    }

    private sealed class Builder(IReceiveEndpointConfiguration configuration) : ReceiveEndpointBuilder(configuration);

    private sealed class Context(IBusInstance bus, IReceiveEndpointConfiguration configuration)
        : BaseReceiveEndpointContext(bus.HostConfiguration, configuration)
    {
        public override Exception ConvertException(Exception exception, string message) =>
            new ConnectionException(message, exception);

        public override void AddSendAgent(IAgent agent)
        {
        }

        public override void AddConsumeAgent(IAgent agent)
        {
        }

        protected override ISendEndpointProvider CreateSendEndpointProvider() => bus.Bus;

        protected override IPublishEndpointProvider CreatePublishEndpointProvider() => bus.Bus;

        protected override ISendTransportProvider CreateSendTransportProvider() =>
            throw new NotSupportedException("This endpoint has no transport: send through the bus.");

        protected override IPublishTransportProvider CreatePublishTransportProvider() =>
            throw new NotSupportedException("This endpoint has no transport: publish through the bus.");
    }

    private sealed class ConsumedTypes : ConfigurationObserver, IMessageConfigurationObserver
    {
        public ConsumedTypes(IConsumePipeConfigurator endpoint)
            : base(endpoint) => Connect(this);

        public HashSet<Type> Types { get; } = [];

        public void MessageConfigured<TMessage>(IConsumePipeConfigurator configurator)
            where TMessage : class => Types.Add(typeof(TMessage));
    }
}
