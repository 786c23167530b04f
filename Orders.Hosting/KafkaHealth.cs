using MassTransit;
using Messaging;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orders.Hosting;

/// <summary>
/// A service that reads is ready when every endpoint has its partitions; what is wrong is named with topic and group.
/// One that only writes is ready without Kafka, since what it sends waits in its outbox; it shows that it does.
/// </summary>
internal sealed class KafkaHealth(KafkaConnection connection, IKafkaRider? rider = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = (rider?.Endpoints ?? [])
            .Where(endpoint => endpoint.Trouble is not null)
            .Select(endpoint => $"{endpoint.Topic}/{endpoint.Group}: {endpoint.Trouble}")
            .ToList();
        if (troubles.Count > 0)
            return Task.FromResult(HealthCheckResult.Unhealthy(string.Join("; ", troubles)));
        var hindrances = (rider?.Endpoints ?? [])
            .Where(endpoint => endpoint.Stuck is not null)
            .Select(endpoint => $"{endpoint.Topic}/{endpoint.Group}: {endpoint.Stuck}")
            .Prepend(connection.Trouble)
            .Where(hindrance => hindrance is not null)
            .ToList();
        return Task.FromResult(hindrances.Count > 0
            ? HealthCheckResult.Degraded(string.Join("; ", hindrances))
            : HealthCheckResult.Healthy());
    }
}
