using Microsoft.Extensions.Hosting;

namespace Orders.Hosting;

/// <summary>Migrates before anything else starts; once, however often it is started.</summary>
internal sealed class MigrationAtStart(IDatabaseMigration migration, DatabaseAwaited awaited) : IHostedService
{
    private Task? done;

    public Task StartAsync(CancellationToken cancellationToken) => done ??= Migrate(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<bool> Migrate(CancellationToken cancellationToken) => awaited.Ask(
        migration,
        async database =>
        {
            await database.Migrate(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
