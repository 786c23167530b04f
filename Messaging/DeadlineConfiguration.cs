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
    /// <param name="services">The container.</param>
    /// <param name="name">What the deadline is called in its table, its history and its metrics.</param>
    /// <param name="json">How it is kept. Default: as MassTransit writes it.</param>
    /// <param name="correlationName">What the saga's id is called in logs.</param>
    public static void AddDeadline<T>(
        this IServiceCollection services, string name, JsonTypeInfo<T>? json = null,
        string correlationName = "CorrelationId")
    {
        services.AddSingleton(new DeadlineType(name, typeof(T), json ?? MessageConventions.JsonOf(typeof(T)))
        {
            CorrelationName = correlationName,
        });
        services.TryAddSingleton<DeadlineCatalogue>();
    }

    /// <summary>Fires the deadlines of a saga, none while what it waits for may lie unread.</summary>
    /// <param name="services">The container.</param>
    /// <param name="saga">What the saga reads.</param>
    /// <param name="asked">What those read whom it asks.</param>
    public static void AddDeadlines<TSaga, TDatabase>(
        this IServiceCollection services, GroupTopics saga, params IReadOnlyList<GroupTopics> asked)
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
        where TDatabase : DbContext
    {
        services.AddOptions<DeadlineOptions>();
        services.AddSingleton(DeadlineGauges.Of<TDatabase>());
        services.AddSingleton<IHostedService>(
            provider => new DeadlineService<TSaga, TDatabase>(provider, saga, asked));
    }

    /// <summary>The pipeline of a saga that is fed in process.</summary>
    /// <param name="services">The container.</param>
    /// <param name="registration">Where the saga is registered: with the rider, in a service.</param>
    internal static ReceiveEndpointContext BuildPipeline<TSaga>(
        IServiceProvider services, IRegistrationContext registration)
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
    {
        var bus = services.GetRequiredService<IBusInstance>();
        var endpoint = new PipelineConfiguration(bus, "deadlines");
        endpoint.RethrowFaultedMessages();
        endpoint.AddPipeSpecification(new DeadlineSchedulerSpecification(
            bus.Bus.Topology, services.GetRequiredService<DeadlineCatalogue>()));
        endpoint.ConfigureSaga<TSaga>(registration);
        return endpoint.CreateReceiveEndpointContext();
    }

    internal static DeadlinePoller BuildPoller<TDatabase>(
        IServiceProvider services, ReceiveEndpointContext pipeline, DeadlineMarks? marks = null)
        where TDatabase : DbContext => new(
            services.GetRequiredService<GroupCommit<TDatabase>>(),
            services.GetRequiredService<Database<TDatabase>>().OpenReader,
            pipeline,
            services.GetRequiredService<MessageCatalogue>(),
            services.GetRequiredService<DeadlineCatalogue>(),
            marks,
            services.GetRequiredService<IOptions<DeadlineOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<DeadlinePoller>>());

    private sealed class DeadlineService<TSaga, TDatabase>(
        IServiceProvider services, GroupTopics saga, IReadOnlyList<GroupTopics> asked) : BackgroundService
        where TSaga : class, SagaStateMachineInstance, ISagaVersion
        where TDatabase : DbContext
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
            async () =>
            {
                // The saga is registered with the rider, not with the bus.
                var rider = services.GetRequiredService<Bind<IBus, IKafkaRider, IRiderRegistrationContext>>().Value;
                var connection = services.GetRequiredService<KafkaConnection>();
                var outbox = new OutboxProgress(services.GetRequiredService<Database<TDatabase>>().OpenReader);
                var progresses = new List<IDisposable> { outbox };
                var marks = new DeadlineMarks(
                    MarkOf(saga), asked.ToDictionary(read => read.Group, MarkOf),
                    services.GetRequiredService<IOptions<DeadlineOptions>>().Value.HoldAtMost,
                    services.GetRequiredService<ILogger<DeadlineMarks>>());
                var poller = BuildPoller<TDatabase>(services, BuildPipeline<TSaga>(services, rider), marks);
                await poller.Run(connection.IsEmbedded, () => connection.TopicIds, stoppingToken).ConfigureAwait(false);
                progresses.ForEach(progress => progress.Dispose());

                ReadMark MarkOf(GroupTopics read)
                {
                    var own = read.Topics.Select(topic => new ReadProgress(connection, topic, read.Group)).ToList();
                    progresses.AddRange(own);
                    return new ReadMark([outbox, .. own]);
                }
            },
            stoppingToken);
    }
}

/// <summary>Topics that a consumer group reads.</summary>
public sealed record GroupTopics(string Group, params IReadOnlyList<string> Topics);
