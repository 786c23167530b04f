using Contracts;
using MassTransit;
using Messaging;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Saga;

/// <summary>What Orders.Saga is made of.</summary>
public static class Wiring
{
    private static readonly string[] ReadTopics = [Topics.OrdersEvents, Topics.PaymentsEvents, Topics.InventoryEvents];

    /// <summary>Adds the process of an order, and the deadlines that drive it on.</summary>
    public static void AddOrdersSaga(this WebApplicationBuilder builder)
    {
        builder.AddDatabase("orders", Groups.OrdersSaga, OrdersDbContext.Models);
        builder.Services.AddOrderProcess();
        builder.Services.Configure<Patience>(builder.Configuration.GetSection("Saga"));
        builder.Services.Configure<DeadlineOptions>(builder.Configuration.GetSection("Orders"));
        builder.Services.AddOptions<DeadlineOptions>()
            .Configure<Patience>((deadlines, patience) => deadlines.HoldAtMost = patience.GiveUpAtLatest)
            .Validate(
                deadlines => deadlines.PollInterval > TimeSpan.Zero && deadlines.AskAgainAfter > TimeSpan.Zero
                    && deadlines.MostAtOnce > 0,
                "Orders: PollInterval, AskAgainAfter and MostAtOnce are above zero.")
            .ValidateOnStart();
        builder.Services.AddHostedService<DefinitionAtStart>();
        builder.Services.AddDeadlines<OrderState, OrdersDbContext>(
            new GroupTopics(Groups.OrdersSaga, ReadTopics),
            new GroupTopics(Groups.PaymentsWorker, Topics.PaymentsCommands),
            new GroupTopics(Groups.InventoryWorker, Topics.InventoryCommands));

        builder.AddRiderPart(
            rider => rider.AddSagaStateMachine<OrderStateMachine, OrderState>()
                .GroupCommitRepository<OrderState, OrdersDbContext>(order => order.CurrentState),
            (context, kafka) =>
            {
                foreach (var topic in ReadTopics)
                {
                    kafka.TopicEndpoint(topic, Groups.OrdersSaga, endpoint =>
                    {
                        endpoint.DeadLettersTo<OrdersDbContext>();
                        endpoint.ConfigureSaga<OrderState>(context);
                    });
                }
            });
    }

    /// <summary>What the state machine needs wherever it runs, in its service or in a test of it.</summary>
    internal static void AddOrderProcess(this IServiceCollection services)
    {
        services.AddOrderMessages();
        services.AddDeadline("step", DeadlineJson.Default.StepIsDue, "OrderId");
        services.AddDeadline("undo", DeadlineJson.Default.UndoIsDue, "OrderId");
        services.AddOptions<Patience>()
            .Validate(patience => patience.IsSound,
                "Saga: AskAgainAfter must ascend, and it and GiveUpAfter, GiveUpAtLatest and UndoGiveUpAfter be above "
                + "zero.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<Patience>>().Value);
        services.AddSingleton<ISagaProjection<OrderState>, OrderProjection>();
        services.AddSingleton(OrderMeter.Active);
    }
}
