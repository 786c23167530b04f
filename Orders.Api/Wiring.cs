using Contracts;
using Messaging;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What Orders.Api is made of.</summary>
public static class Wiring
{
    private const long LargestBody = 256 * 1024;

    /// <summary>
    /// Adds what the routes need. It reads nothing from Kafka: an order is accepted whether Kafka is there or not.
    /// </summary>
    public static void AddOrdersApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOrderMessages();
        builder.AddDatabase("orders", Groups.OrdersSaga, OrdersDbContext.Models);
        builder.Services.AddSingleton<Inspection>();
        foreach (var kind in OrderProblems.Kinds)
            builder.Services.AddSingleton(kind);
        builder.Services.AddOptions<IdempotencyOptions>()
            .Bind(builder.Configuration.GetSection("Idempotency"))
            .Validate(options => options.KeepFor > TimeSpan.Zero, "Idempotency:KeepFor is above zero.")
            .ValidateOnStart();
        builder.Services.AddHostedService<ForgetIdempotencyKeys>();
        AddStreams(builder.Services);
        builder.Services.Configure<DeadlineOptions>(builder.Configuration.GetSection("Orders"));
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
    }

    private static void AddStreams(IServiceCollection services)
    {
        services.AddSingleton<HistoryFeed>();
        services.AddSingleton<SteadyReads>();
        services.AddSingleton<LiveHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveHistory>());
        services.AddSingleton<OneOrder>();
        services.AddSingleton<AllOrders>();
        services.AddSingleton<EventStreams>();
    }
}
