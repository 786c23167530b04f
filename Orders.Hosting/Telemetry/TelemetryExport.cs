using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Orders.Hosting;

/// <summary>
/// Sends traces, metrics and logs by OTLP, as OpenTelemetry's own environment variables say: where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and not at all where it is not.
/// </summary>
internal static class TelemetryExport
{
    /// <summary>Our own by their names' beginnings, and those that .NET publishes.</summary>
    private static readonly string[] Sources =
        ["Messaging", "Orders.*", "Payments.*", "Inventory.*", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
    [
        "Messaging", "Orders.*", "Payments.*", "Inventory.*", "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
    ];

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 })
            return;
        var service = builder.Environment.ApplicationName.ToLowerInvariant().Replace('.', '-');
        builder.Services.AddHostedService(_ => new Exporters(service));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Describe(ResourceBuilder.CreateDefault(), service));
            logs.AddOtlpExporter();
        });
    }

    /// <summary>What the environment says of the service goes before what is known of it here.</summary>
    private static ResourceBuilder Describe(ResourceBuilder resource, string service) => resource
        .AddService(service, serviceVersion: Version, autoGenerateServiceInstanceId: true)
        .AddEnvironmentVariableDetector();

    private static string? Version => Assembly.GetEntryAssembly()?
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>
    /// Traces and metrics have a container of their own, which is made first and ends last: what a stop does is seen.
    /// </summary>
    private sealed class Exporters(string service) : IHostedLifecycleService, IDisposable
    {
        private OpenTelemetrySdk? sdk;

        public Task StartingAsync(CancellationToken cancellationToken)
        {
            sdk = OpenTelemetrySdk.Create(telemetry => telemetry
                .ConfigureResource(resource => Describe(resource, service))
                .WithTracing(tracing => tracing.AddSource(Sources).SetErrorStatusOnException().AddOtlpExporter())
                .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter()));
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        /// <summary>What is left is sent; a receiver that is away is not waited for.</summary>
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

        public void Dispose()
        {
            sdk?.Dispose();
            sdk = null;
        }
    }
}
