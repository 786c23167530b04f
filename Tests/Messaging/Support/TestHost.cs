using Confluent.Kafka;
using MassTransit;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

/// <summary>A service with a database and a rider, wired as the product's are.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost host;
    private bool isStarted;

    private TestHost(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public Inbox Inbox => Services.GetRequiredService<Inbox>();

    public GroupCommit<LedgerContext> GroupCommit => Services.GetRequiredService<GroupCommit<LedgerContext>>();

    public ITopicEndpointStatus Endpoint => Services.GetRequiredService<IKafkaRider>().Endpoints.Single();

    public static async Task<TestHost> Start(TestHostSetup setup, bool waitUntilReady = true)
    {
        var started = new TestHost(Build(setup));
        try
        {
            await started.host.StartAsync().InTime();
            started.isStarted = true;
            var rider = started.Services.GetRequiredService<IKafkaRider>();
            await Eventually.Holds(
                () => !waitUntilReady || rider.Endpoints.All(endpoint => endpoint.Trouble is null),
                "every endpoint has its partitions");
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }

        return started;
    }

    public async Task Stop()
    {
        if (!isStarted)
            return;
        isStarted = false;
        await host.StopAsync().InTime();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static IHost Build(TestHostSetup setup)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders().AddProvider(setup.Log);
        builder.Services.AddSingleton(setup.Inbox);
        if (setup.Connection is null)
            builder.Services.AddSingleton(Options.Create(setup.Options));
        else
            builder.Services.AddSingleton(setup.Connection);
        builder.Services.AddMessageTypes(setup.Types);
        builder.Services.AddGroupCommit(_ => setup.Database.Of(), setup.Group);
        setup.AddServices(builder.Services);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingInMemory((_, configurator) => setup.ConfigureBus(configurator));
            bus.AddRider(rider =>
            {
                rider.AddConsumer<DepositedConsumer>();
                rider.AddConsumer<WithdrawnConsumer>();
                setup.AddToRider(rider);
                rider.UsingKafka(setup.Configure);
            });
        });
        return builder.Build();
    }
}

/// <summary>What a host reads; by default all deposits and withdrawals on one topic.</summary>
internal sealed class TestHostSetup
{
    /// <param name="database">The host's.</param>
    /// <param name="broker">Where Kafka is.</param>
    /// <param name="topic">What it reads; by default a topic of its own.</param>
    public TestHostSetup(TestDatabase database, Broker broker, string? topic = null)
    {
        Database = database;
        Broker = broker;
        Topic = topic ?? broker.NewTopic();
        Types = [.. LedgerMessages.All.Select(type => type with { Topic = Topic })];
        Options = new KafkaOptions
        {
            BootstrapServers = broker.BootstrapServers,
            Partitions = Broker.Partitions,
            RetryAfter = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)],
        };
        // It has no requests to make topics, as the product's own embedded broker makes them itself.
        if (broker == Broker.Embedded)
            broker.CreateTopic(DeadLetterCopies.TopicOf(Group));
        Configure = (context, kafka) => kafka.TopicEndpoint(Topic, Group, endpoint =>
        {
            endpoint.DeadLettersTo<LedgerContext>();
            endpoint.UnknownTypes = UnknownTypes;
            endpoint.ConfigureConsumer<DepositedConsumer>(context);
            endpoint.ConfigureConsumer<WithdrawnConsumer>(context);
        });
    }

    public TestDatabase Database { get; }

    public Broker Broker { get; }

    public string Topic { get; }

    public string Group { get; init; } = Broker.NewName("group");

    public IReadOnlyList<MessageType> Types { get; set; }

    public UnknownTypes UnknownTypes { get; set; }

    public Inbox Inbox { get; init; } = new();

    public CapturedLog Log { get; } = new();

    public KafkaOptions Options { get; }

    /// <summary>Where Kafka is, where several hosts share an embedded broker as one process does.</summary>
    public KafkaConnection? Connection { get; set; }

    public Action<IServiceCollection> AddServices { get; set; } = _ => { };

    /// <summary>What the bus beside the rider has.</summary>
    public Action<IInMemoryBusFactoryConfigurator> ConfigureBus { get; set; } = _ => { };

    public Action<IRiderRegistrationConfigurator> AddToRider { get; set; } = _ => { };

    public Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> Configure { get; set; }

    /// <summary>For groups whose members change: the embedded broker waits nearly as long each time.</summary>
    public TestHostSetup WithShortSession()
    {
        if (Broker == Broker.Embedded)
            Options.SessionTimeout = TimeSpan.FromSeconds(3);
        return this;
    }

    /// <summary>Writes a message to this host's topic; without a partition its key decides.</summary>
    public Task<TopicPartitionOffset> Write<T>(T message, int? partition = null)
        where T : class => Broker.Write(Record(message), partition);

    /// <summary>The record of a message on this host's topic.</summary>
    public OutgoingMessage Record<T>(T message)
        where T : class => WireFormat.Write(
        Types.Single(type => type.ClrType == typeof(T)), message, Cause.None, DateTime.UtcNow);
}
