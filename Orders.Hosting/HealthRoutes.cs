using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orders.Hosting;

/// <summary>The probes.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write })
            .AllowAnonymous().WithoutLimit().WithMetadata(HealthDescriptions.Live);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write })
            .AllowAnonymous().WithoutLimit().WithMetadata(HealthDescriptions.Ready);
    }

    private static Task Write(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new HealthView(NameOf(report.Status), report.Entries.ToDictionary(
            entry => entry.Key, entry => new HealthCheckView(NameOf(entry.Value.Status), entry.Value.Description))));

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "unready",
    };
}

/// <summary>What a probe answers.</summary>
internal sealed record HealthView(string Status, IReadOnlyDictionary<string, HealthCheckView> Checks);

internal sealed record HealthCheckView(string Status, string? Detail);
