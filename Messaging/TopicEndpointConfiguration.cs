using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging;

/// <inheritdoc/>
internal sealed class TopicEndpointConfiguration : PipelineConfiguration, IKafkaTopicReceiveEndpointConfigurator
{
    private readonly IServiceProvider services;

    public TopicEndpointConfiguration(IBusInstance bus, string topic, string group, IServiceProvider services)
        : base(bus, $"kafka/{topic}/{group}")
    {
        this.services = services;
        var retryAfter = services.GetRequiredService<KafkaConnection>().Options.Retries;
        if (retryAfter.Count > 0)
        {
            this.UseMessageRetry(retry =>
            {
                retry.Intervals([.. retryAfter]);
                retry.Ignore<UnacceptableMessageException>();
            });
        }

        _ = new CountAttempts(this);
        if (services.GetService<DeadlineCatalogue>() is { } deadlines)
            this.AddPipeSpecification(new DeadlineSchedulerSpecification(bus.Bus.Topology, deadlines));
    }

    public UnknownTypes UnknownTypes { get; set; } = UnknownTypes.Skip;

    public GroupCommit? Database { get; private set; }

    public void DeadLettersTo<TDatabase>() => Database = services.GetRequiredService<GroupCommit<TDatabase>>();

    /// <summary>Inside of the retries: a dead letter tells how often its message was tried.</summary>
    private sealed class CountAttempts : ConfigurationObserver, IMessageConfigurationObserver
    {
        public CountAttempts(IConsumePipeConfigurator endpoint)
            : base(endpoint) => Connect(this);

        public void MessageConfigured<TMessage>(IConsumePipeConfigurator configurator)
            where TMessage : class =>
            configurator.AddPipeSpecification(
                new FilterPipeSpecification<ConsumeContext<TMessage>>(new Filter<TMessage>()));

        private sealed class Filter<TMessage> : IFilter<ConsumeContext<TMessage>>
            where TMessage : class
        {
            public void Probe(ProbeContext context) => context.CreateFilterScope("countAttempts");

            public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
            {
                if (context.TryGetPayload(out KafkaReceiveContext? received))
                    received.Attempts++;
                return next.Send(context);
            }
        }
    }
}
