using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <summary>
/// Nothing begins on a database that is behind this program: what cannot be handled there for want of a column would
/// become a dead letter. So who is started beside the migration waits for it.
/// </summary>
internal sealed partial class MigrationGate(
    IEnumerable<IDatabaseMigration> databases, DatabaseAwaited awaited, TimeProvider time,
    ILogger<MigrationGate> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task WaitUntilMigrated(CancellationToken cancellationToken)
    {
        foreach (var database in databases)
        {
            var isTold = false;
            while (await Missing(database, cancellationToken).ConfigureAwait(false) is { Count: > 0 } missing)
            {
                if (!isTold)
                    LogWaiting(string.Join(", ", missing));
                isTold = true;
                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<IReadOnlyList<string>> Missing(IDatabaseMigration database, CancellationToken cancellationToken) =>
        awaited.Ask(database, asked => asked.Missing(cancellationToken), cancellationToken);

    [LoggerMessage(1, LogLevel.Warning,
        "Waiting for the migration of the database: {Missing} is missing. The verb migrate applies it")]
    private partial void LogWaiting(string missing);
}
