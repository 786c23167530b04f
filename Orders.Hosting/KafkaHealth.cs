using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orders.Hosting;

/// <summary>Ready: every endpoint has its partitions. What is wrong is named with topic and group.</summary>
internal sealed class KafkaHealth(IKafkaRider rider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = rider.Endpoints
            .Where(endpoint => endpoint.Trouble is not null)
            .Select(endpoint => $"{endpoint.Topic}/{endpoint.Group}: {endpoint.Trouble}")
            .ToList();
        return Task.FromResult(troubles.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join("; ", troubles)));
    }
}
