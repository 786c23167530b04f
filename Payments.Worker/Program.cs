using Orders.Hosting;
using Payments.Worker;

return await ServiceHost.Run(args, builder => builder.AddPaymentsWorker(), app => app.MapPayments());
