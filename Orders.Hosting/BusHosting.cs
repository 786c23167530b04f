using MassTransit;
using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orders.Hosting;

/// <summary>
/// A process has one bus and one rider, whether it is one service or all of them. Each service adds its part, and the
/// host puts them together.
/// </summary>
public static class BusHosting
{
    /// <summary>Adds what a service reads from Kafka.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="register">Its consumers and sagas.</param>
    /// <param name="endpoints">The topics they read.</param>
    public static void AddRiderPart(
        this WebApplicationBuilder builder, Action<IRiderRegistrationConfigurator> register,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> endpoints)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new RiderPart(register, endpoints));
    }

    /// <param name="builder">The services.</param>
    /// <param name="isRun">Whether anything is to be read or sent at all: a migration needs no Kafka.</param>
    internal static void AddBus(this WebApplicationBuilder builder, bool isRun = true)
    {
        var parts = builder.Services
            .Where(service => service.ServiceType == typeof(RiderPart))
            .Select(service => (RiderPart)service.ImplementationInstance!)
            .ToList();
        RefuseForgetfulBroker(builder, readsKafka: isRun && parts.Count > 0);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingInMemory();
            if (parts.Count == 0)
                return;
            bus.AddRider(rider =>
            {
                parts.ForEach(part => part.Register(rider));
                rider.UsingKafka((context, kafka) => parts.ForEach(part => part.Endpoints(context, kafka)));
            });
        });
        builder.Services.AddHealthChecks().AddCheck<KafkaHealth>("kafka");
    }

    private static void RefuseForgetfulBroker(WebApplicationBuilder builder, bool readsKafka)
    {
        var options = new KafkaOptions();
        builder.Configuration.GetSection("Kafka").Bind(options);
        if (options.BootstrapServers.Length > 0 || builder.Environment.IsDevelopment()
            || options.AllowEmbedded || !readsKafka)
            return;
        throw new StartRefusedException(
            "Kafka:BootstrapServers is not set. Outside Development the embedded broker, which keeps nothing, has to "
            + "be asked for: set Kafka:BootstrapServers, or Kafka:AllowEmbedded=true.");
    }

    private sealed record RiderPart(
        Action<IRiderRegistrationConfigurator> Register,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> Endpoints);
}
