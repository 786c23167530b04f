using System.Text.Json.Serialization.Metadata;
using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Transports;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures deadlines.</summary>
public static class DeadlineConfiguration
{
    /// <summary>Names a message that a state machine schedules to itself.</summary>
    public static void AddDeadline<T>(this IServiceCollection services, string name, JsonTypeInfo<T> json)
    {
        services.AddSingleton(new DeadlineType(name, typeof(T), json));
        services.TryAddSingleton<DeadlineCatalogue>();
    }

    /// <summary>Fires the deadlines of a saga.</summary>
    public static void AddDeadlines<TSaga, TDatabase>(this IServiceCollection services)
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
        where TDatabase : DbContext
    {
        services.AddOptions<DeadlineOptions>();
        services.AddSingleton<IHostedService, DeadlineService<TSaga, TDatabase>>();
    }

    private sealed class DeadlineService<TSaga, TDatabase>(IServiceProvider services) : BackgroundService
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
        where TDatabase : DbContext
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
            async () =>
            {
                var poller = Build();
                var recordsAreLost = services.GetRequiredService<KafkaConnection>().IsEmbedded;
                await poller.Run(recordsAreLost, stoppingToken).ConfigureAwait(false);
            },
            stoppingToken);

        private DeadlinePoller Build()
        {
            var bus = services.GetRequiredService<IBusInstance>();
            var time = services.GetRequiredService<TimeProvider>();
            var deadlines = services.GetRequiredService<DeadlineCatalogue>();
            var database = services.GetRequiredService<Database<TDatabase>>();
            var endpoint = new PipelineConfiguration(bus, "deadlines");
            endpoint.RethrowFaultedMessages();
            endpoint.AddPipeSpecification(new DeadlineSchedulerSpecification(bus.Bus.Topology, deadlines, time));

            // The saga is registered with the rider, not with the bus.
            endpoint.ConfigureSaga<TSaga>(services.GetRequiredService<Bind<IBus, IKafkaRider, IRiderRegistrationContext>>().Value);
            return new DeadlinePoller(
                services.GetRequiredService<GroupCommit<TDatabase>>(), database.OpenReader,
                endpoint.CreateReceiveEndpointContext(), services.GetRequiredService<MessageCatalogue>(), deadlines,
                services.GetRequiredService<IOptions<DeadlineOptions>>().Value, time,
                services.GetRequiredService<ILogger<DeadlinePoller>>());
        }
    }
}
