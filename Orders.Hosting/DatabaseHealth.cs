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
        if (!isMigrated)
        {
            var missing = await migration.Missing(cancellationToken).ConfigureAwait(false);
            if (missing.Count > 0)
                return HealthCheckResult.Unhealthy(
                    $"migrations are missing: {string.Join(", ", missing)}; run the verb migrate");
            isMigrated = true;
        }

        return groupCommit.ClockTrouble is { } wrong
            ? HealthCheckResult.Degraded(wrong)
            : HealthCheckResult.Healthy();
    }
}
