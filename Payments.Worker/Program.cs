using Orders.Hosting;
using Payments.Worker;

return args is [GatewaySimulator.Verb, .. var rest]
    ? await GatewaySimulator.Run(rest)
    : await ServiceHost.Run(args, builder => builder.AddPaymentsWorker(), app => app.MapPayments());
