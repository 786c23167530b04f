using Contracts;
using MassTransit;
using Messaging;
using Microsoft.Extensions.Options;
using Orders.Hosting;

namespace Payments.Worker;

/// <summary>What Payments.Worker is made of.</summary>
public static class Wiring
{
    /// <summary>Adds the payments: what is asked for, the calls to the gateway, and the answers.</summary>
    public static void AddPaymentsWorker(this WebApplicationBuilder builder)
    {
        builder.Services.AddMessageTypes(Catalogue.All.Select(contract => new MessageType(
            contract.Type, contract.Name, contract.Topic, contract.Source, contract.Json, contract.OrderId)
        {
            Redact = contract.Redact,
            IsAwaited = contract.IsAwaited,
            CorrelationName = "OrderId",
        }));
        builder.Services.AddSingleton(PaymentsApi.NotFound);
        builder.Services.AddSingleton(PaymentsDescription.Record);
        builder.AddDatabase("payments", Groups.PaymentsWorker, PaymentsDbContext.Models);
        builder.AddOperatorRoutes();

        builder.Services.Configure<GatewayOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services.AddSingleton(services => new GatewayLedger(services.GetRequiredService<DataFolder>().PathOf(
            services.GetRequiredService<IOptions<GatewayOptions>>().Value.LedgerFile)));
        builder.Services.AddSingleton(Gateway);
        builder.Services.AddSingleton<PaymentCaller>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PaymentCaller>());

        builder.AddRiderPart(
            rider =>
            {
                rider.AddConsumer<ProcessPaymentConsumer>();
                rider.AddConsumer<RefundPaymentConsumer>();
                rider.AddConsumer<WaiveRefundConsumer>();
            },
            (context, kafka) => kafka.TopicEndpoint(Topics.PaymentsCommands, Groups.PaymentsWorker, endpoint =>
            {
                endpoint.UnknownTypes = UnknownTypes.DeadLetter;
                endpoint.DeadLettersTo<PaymentsDbContext>();
                endpoint.ConfigureConsumer<ProcessPaymentConsumer>(context);
                endpoint.ConfigureConsumer<RefundPaymentConsumer>(context);
                endpoint.ConfigureConsumer<WaiveRefundConsumer>(context);
            }));
    }

    /// <summary>Money must not go to a simulator by accident, so outside Development it has to be asked for.</summary>
    private static IPaymentGateway Gateway(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        if (options.Concurrency is < 1 or > GatewayOptions.MostConcurrency)
            throw new StartRefusedException(
                $"Gateway:Concurrency is {options.Concurrency}: set it to 1 to {GatewayOptions.MostConcurrency}.");
        var isDevelopment = services.GetRequiredService<IHostEnvironment>().IsDevelopment();
        return (options.Kind ?? "").ToUpperInvariant() switch
        {
            "SIMULATOR" => ActivatorUtilities.CreateInstance<SimulatedGateway>(services),
            "" when isDevelopment => ActivatorUtilities.CreateInstance<SimulatedGateway>(services),
            "" => throw new StartRefusedException(
                "Gateway:Kind is not set. Outside Development it has to be said who takes the money: set it to 'Http', "
                + "or to 'Simulator', which moves none."),
            "HTTP" => new HttpGateway(AddressOf(options, isDevelopment), options.ApiKey, options.Concurrency),
            _ => throw new StartRefusedException(
                $"Gateway:Kind is '{options.Kind}', which is not known: set it to 'Http' or 'Simulator'."),
        };
    }

    /// <summary>What pays for orders goes over no line that others may read.</summary>
    private static Uri AddressOf(GatewayOptions options, bool isDevelopment) => options.Url switch
    {
        null => throw new StartRefusedException("Gateway:Url is not set: with Gateway:Kind=Http it says where to ask."),
        { IsAbsoluteUri: true, Scheme: "https" } address => address,
        { IsAbsoluteUri: true, Scheme: "http" } address when isDevelopment || options.AllowHttp => address,
        var other => throw new StartRefusedException(
            $"Gateway:Url is '{other}': it has to begin with https:// (or http:// in Development, or with "
            + "Gateway:AllowHttp=true)."),
    };
}
