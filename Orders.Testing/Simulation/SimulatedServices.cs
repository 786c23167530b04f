using Contracts;
using Inventory.Worker;
using MassTransit;
using MassTransit.DependencyInjection;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orders.Api;
using Orders.Data;
using Orders.Saga;
using Payments.Worker;

namespace Orders.Testing;

/// <summary>Orders.Api: it accepts orders and cancellations, and reads nothing.</summary>
internal sealed class SimulatedApi(SimulatedInstallation installation, SimulatedDialect dialect, int maxUnits)
    : SimulatedProcess<OrdersDbContext>(
        installation.Orders, options => new SqliteOrdersDbContext(options), dialect, installation.NewProducer(),
        installation.Clock, maxUnits, builder => builder.AddOrdersApi());

/// <summary>Orders.Saga: the process, and its deadlines.</summary>
internal sealed class SimulatedSaga : SimulatedProcess<OrdersDbContext>
{
    private readonly SimulatedLog log;
    private readonly DeadlinePoller poller;
    private readonly SqlSession reader;
    private IReadOnlyDictionary<string, Guid> known = new Dictionary<string, Guid>();

    public SimulatedSaga(SimulatedInstallation installation, SimulatedDialect dialect, int maxUnits)
        : base(
            installation.Orders, options => new SqliteOrdersDbContext(options), dialect, installation.NewProducer(),
            installation.Clock, maxUnits, builder => builder.AddOrdersSaga())
    {
        log = installation.Log;
        reader = Database.OpenReader();
        var outbox = new OutboxProgress(Database.OpenReader);
        var marks = new DeadlineMarks(
            MarkOf(Groups.OrdersSaga, Topics.OrdersEvents, Topics.PaymentsEvents, Topics.InventoryEvents),
            new Dictionary<string, ReadMark>
            {
                [Groups.PaymentsWorker] = MarkOf(Groups.PaymentsWorker, Topics.PaymentsCommands),
                [Groups.InventoryWorker] = MarkOf(Groups.InventoryWorker, Topics.InventoryCommands),
            },
            Services.GetRequiredService<IOptions<DeadlineOptions>>().Value.HoldAtMost, NullLogger.Instance)
        {
            LooksInline = true,
        };
        var rider = Services.GetRequiredService<Bind<IBus, IKafkaRider, IRiderRegistrationContext>>().Value;
        poller = DeadlineConfiguration.BuildPoller<OrdersDbContext>(
            Services, DeadlineConfiguration.BuildPipeline<OrderState>(Services, rider), marks);

        ReadMark MarkOf(string group, params string[] topics) =>
            new([outbox, .. topics.Select(topic => new SimulatedProgress(log, topic, group))]);
    }

    protected override async Task PollOnce()
    {
        if (log.TopicIds is var ids && !ReferenceEquals(ids, known))
            await poller.Remember(ids, CancellationToken.None).ConfigureAwait(false);
        known = log.TopicIds;
        await poller.FireDue(reader, CancellationToken.None).ConfigureAwait(false);
    }
}

/// <summary>Payments.Worker, and its line to the bank.</summary>
internal sealed class SimulatedPayments : SimulatedProcess<PaymentsDbContext>
{
    private readonly PaymentCaller caller;
    private readonly SqlSession reader;

    public SimulatedPayments(SimulatedInstallation installation, SimulatedDialect dialect, int maxUnits)
        : base(
            installation.Payments, options => new SqlitePaymentsDbContext(options), dialect,
            installation.NewProducer(), installation.Clock, maxUnits,
            builder =>
            {
                builder.AddPaymentsWorker();
                builder.Services.AddSingleton(installation.Gateway.ForOneProcess());
            })
    {
        caller = Services.GetRequiredService<PaymentCaller>();
        reader = Database.OpenReader();
    }

    public override bool Call()
    {
        var hasCalled = false;
        while (caller.CallNext() is not null)
            hasCalled = true;
        return hasCalled;
    }

    /// <summary>Attempts that are due again, or that the dead have left.</summary>
    protected override Task PollOnce() => caller.TakeDue(reader, CancellationToken.None);
}

/// <summary>Inventory.Worker.</summary>
internal sealed class SimulatedInventory(SimulatedInstallation installation, SimulatedDialect dialect, int maxUnits)
    : SimulatedProcess<InventoryDbContext>(
        installation.Inventory, options => new SqliteInventoryDbContext(options), dialect,
        installation.NewProducer(), installation.Clock, maxUnits, builder => builder.AddInventoryWorker());
