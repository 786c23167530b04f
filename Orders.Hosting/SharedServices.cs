using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <summary>What all services share.</summary>
internal static class SharedServices
{
    /// <summary>
    /// What a stop may take in all: requests, messages under way, the last commits and their records.
    /// </summary>
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(45);

    public static void AddSharedServices(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTime);
        builder.Services.AddOptions<KafkaOptions>()
            .Bind(builder.Configuration.GetSection("Kafka"))
            .ValidateDataAnnotations()
            .Validate(
                kafka => (kafka.RetryAfter ?? []).All(pause => pause >= TimeSpan.Zero),
                "Kafka:RetryAfter: no pause is below zero.")
            .Validate(kafka => kafka.DrainTime >= TimeSpan.Zero, "Kafka:DrainTime is below zero.")
            .Validate(
                kafka => kafka.SessionTimeout >= TimeSpan.FromSeconds(1)
                    && kafka.SessionTimeout <= TimeSpan.FromMinutes(5),
                "Kafka:SessionTimeout is from 00:00:01 to 00:05:00.")
            .ValidateOnStart();
        builder.Services.AddSingleton<DatabaseAwaited>();
        builder.Services.AddSingleton<MigrationGate>();
        builder.Services.AddSingleton(provider => DataFolder.Open(provider.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.AddAccess();
        builder.AddPressure();
        builder.AddApiDocument();
        builder.Services.ConfigureHttpJsonOptions(ConfigureJson);
        builder.Services.AddHealthChecks();
        builder.AddLogging();
    }

    private static void ConfigureJson(JsonOptions options)
    {
        options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
    }

    /// <summary>
    /// Warnings and what a service says of itself; one line a request would be a line too many at this rate.
    /// </summary>
    private static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // Nothing here is protected with its keys, and a read-only file system has no room for them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(console =>
                (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        else
            builder.Logging.AddJsonConsole(console =>
                (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "O"));
    }
}
