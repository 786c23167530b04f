using Contracts;
using Messaging;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What Orders.Api is made of.</summary>
public static class Wiring
{
    /// <summary>
    /// Adds what the routes need. It reads nothing from Kafka: an order is accepted whether Kafka is there or not.
    /// </summary>
    public static void AddOrdersApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOrderMessages();
        builder.AddDatabase("orders", Groups.OrdersSaga, OrdersDbContext.Models);
        builder.AddOperatorRoutes();
        builder.Services.AddSingleton<Inspection>();
        builder.Services.AddSingleton<ActOnOrder>();
        foreach (var kind in OrderProblems.Kinds)
            builder.Services.AddSingleton(kind);
        foreach (var record in OrderDescriptions.Records)
            builder.Services.AddSingleton(record);
        builder.Services.AddOptions<IdempotencyOptions>()
            .Bind(builder.Configuration.GetSection("Idempotency"))
            .Validate(options => options.KeepFor > TimeSpan.Zero, "Idempotency:KeepFor is above zero.")
            .ValidateOnStart();
        builder.Services.AddSingleton<KeyExpiry>();
        builder.Services.AddHostedService<ForgetIdempotencyKeys>();
        builder.Services.AddOptions<RoomOptions>()
            .Bind(builder.Configuration.GetSection("Limits"))
            .Validate(
                room => room.MostUnsent > 0 && room.LeastFreeBytes >= 0 && room.OpenOrdersPerCaller is null or > 0,
                "Limits: MostUnsent and OpenOrdersPerCaller are above zero, LeastFreeBytes is not below it.")
            .ValidateOnStart();
        builder.Services.AddSingleton<RoomForOrders>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RoomForOrders>());
        AddStreams(builder.Services);
        builder.Services.Configure<DeadlineOptions>(builder.Configuration.GetSection("Orders"));
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
