using Orders.Hosting;
using Orders.Saga;

return await ServiceHost.Run(args, builder => builder.AddOrdersSaga(), _ => { });
