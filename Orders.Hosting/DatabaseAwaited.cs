using Messaging;
using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <summary>
/// At the start a database that does not answer is waited for, as Kafka is: who is started while it is away need not
/// be started again. What is wrong with it, once it answers, ends the start.
/// </summary>
internal sealed partial class DatabaseAwaited(TimeProvider time, ILogger<DatabaseAwaited> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Answers once the database has.</summary>
    public async Task<T> Ask<T>(
        IDatabaseMigration database, Func<IDatabaseMigration, Task<T>> ask, CancellationToken cancellationToken)
    {
        string? told = null;
        while (true)
        {
            try
            {
                return await ask(database).ConfigureAwait(false);
            }
            catch (Exception exception) when (database.IsAway(exception))
            {
                var reason = SqlDialect.WordsOf(exception).Message;
                if (reason != told)
                    LogAway(reason);
                told = reason;
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Waiting for the database, which does not answer: {Reason}")]
    private partial void LogAway(string reason);
}
