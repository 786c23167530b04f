using Inventory.Worker;
using Orders.Hosting;

return await ServiceHost.Run(args, builder => builder.AddInventoryWorker(), app => app.MapStock());
