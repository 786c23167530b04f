using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orders.Hosting;

/// <summary>Ready: the database takes commits, and it is of this program's version.</summary>
internal sealed class DatabaseHealth<TContext>(
    DatabaseMigration<TContext> migration, GroupCommit<TContext> groupCommit) : IHealthCheck
    where TContext : DbContext
{
    private bool isMigrated;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (groupCommit.Trouble is { } trouble)
            return HealthCheckResult.Unhealthy(trouble);
        if (isMigrated)
            return groupCommit.ClockTrouble is { } wrong
                ? HealthCheckResult.Degraded(wrong)
                : HealthCheckResult.Healthy();

        var missing = await migration.Missing(cancellationToken).ConfigureAwait(false);
        isMigrated = missing.Count == 0;
        return isMigrated
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(
                $"migrations are missing: {string.Join(", ", missing)}; run the verb migrate");
    }
}
