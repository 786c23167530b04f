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
    /// <summary>Adds the process of an order, and the deadlines that drive it on.</summary>
    public static void AddOrdersSaga(this WebApplicationBuilder builder)
    {
        builder.Services.AddMessageTypes(Catalogue.All.Select(contract => new MessageType(
            contract.Type, contract.Name, contract.Topic, contract.Source, contract.Json, contract.OrderId)
        {
            Redact = contract.Redact,
            IsAwaited = contract.IsAwaited,
        }));
        builder.AddDatabase<OrdersDbContext>("orders", Groups.OrdersSaga, options => new SqliteOrdersDbContext(options));

        builder.Services.Configure<Patience>(builder.Configuration.GetSection("Saga"));
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<Patience>>().Value);
        builder.Services.AddSingleton<ISagaProjection<OrderState>, OrderProjection>();
        builder.Services.AddHostedService<DefinitionAtStart>();

        builder.Services.AddDeadline("step", DeadlineJson.Default.StepIsDue);
        builder.Services.AddDeadline("undo", DeadlineJson.Default.UndoIsDue);
        builder.Services.Configure<DeadlineOptions>(builder.Configuration.GetSection("Orders"));
        builder.Services.AddDeadlines<OrderState, OrdersDbContext>();

        builder.AddRiderPart(
            rider => rider.AddSagaStateMachine<OrderStateMachine, OrderState>()
                .GroupCommitRepository<OrderState, OrdersDbContext>(order => order.CurrentState),
            (context, kafka) =>
            {
                foreach (var topic in new[] { Topics.OrdersEvents, Topics.PaymentsEvents, Topics.InventoryEvents })
                {
                    kafka.TopicEndpoint(topic, Groups.OrdersSaga, endpoint =>
                    {
                        endpoint.DeadLettersTo<OrdersDbContext>();
                        endpoint.ConfigureSaga<OrderState>(context);
                    });
                }
            });
    }
}
