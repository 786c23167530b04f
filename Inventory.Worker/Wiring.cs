using Contracts;
using MassTransit;
using Messaging;
using Orders.Hosting;

namespace Inventory.Worker;

/// <summary>What Inventory.Worker is made of.</summary>
public static class Wiring
{
    /// <summary>Adds the stock: what is reserved and released, and the answers.</summary>
    public static void AddInventoryWorker(this WebApplicationBuilder builder)
    {
        builder.Services.AddMessageTypes(Catalogue.All.Select(contract => new MessageType(
            contract.Type, contract.Name, contract.Topic, contract.Source, contract.Json, contract.OrderId)
        {
            Redact = contract.Redact,
            IsAwaited = contract.IsAwaited,
            CorrelationName = "OrderId",
        }));
        builder.Services.AddSingleton(StockApi.NotFound);
        builder.Services.AddSingleton(StockApi.MoreIsReserved);
        foreach (var record in StockDescription.Records)
            builder.Services.AddSingleton(record);
        builder.AddDatabase("inventory", Groups.InventoryWorker, InventoryDbContext.Models);
        builder.AddOperatorRoutes();
        if (builder.Environment.IsDevelopment())
            builder.Services.AddHostedService<SeedStock>();

        builder.AddRiderPart(
            rider =>
            {
                rider.AddConsumer<ReserveStockConsumer>();
                rider.AddConsumer<ReleaseStockConsumer>();
            },
            (context, kafka) => kafka.TopicEndpoint(Topics.InventoryCommands, Groups.InventoryWorker, endpoint =>
            {
                endpoint.UnknownTypes = UnknownTypes.DeadLetter;
                endpoint.DeadLettersTo<InventoryDbContext>();
                endpoint.ConfigureConsumer<ReserveStockConsumer>(context);
                endpoint.ConfigureConsumer<ReleaseStockConsumer>(context);
            }));
    }
}
