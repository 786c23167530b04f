using Microsoft.Extensions.Hosting;

namespace Orders.Hosting;

/// <summary>Migrates before anything else starts; once, however often it is started.</summary>
internal sealed class MigrationAtStart(IDatabaseMigration migration) : IHostedService
{
    private Task? done;

    public Task StartAsync(CancellationToken cancellationToken) => done ??= migration.Migrate(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
