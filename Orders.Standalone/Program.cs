using Inventory.Worker;
using Orders.Api;
using Orders.Hosting;
using Orders.Saga;
using Orders.Standalone;
using Payments.Worker;

return await ServiceHost.Run(
    args,
    builder =>
    {
        builder.AddOrdersApi();
        builder.AddOrdersSaga();
        builder.AddPaymentsWorker();
        builder.AddInventoryWorker();
        builder.Services.AddHostedService<Banner>();
    },
    app =>
    {
        app.MapOrders();
        app.MapPayments();
        app.MapStock();
    });
