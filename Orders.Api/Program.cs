using Orders.Api;
using Orders.Hosting;

return await ServiceHost.Run(args, builder => builder.AddOrdersApi(), app => app.MapOrders());
