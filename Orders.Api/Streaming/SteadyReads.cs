
namespace Orders.Api;

/// <summary>
/// Reads for those who follow: where that fails it is tried again until it succeeds, and it is said once, not by each
/// of them.
/// </summary>
internal sealed partial class SteadyReads(TimeProvider time, ILogger<SteadyReads> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool isAway;

    public async Task<T> Read<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Who goes does not wait for a database that hangs.
                var found = await read(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Interlocked.Exchange(ref isAway, false))
                    LogBack();
                return found;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (!Interlocked.Exchange(ref isAway, true))
                    LogAway(exception);
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "Histories cannot be read: streams tell nothing until they can, which is tried every second")]
    private partial void LogAway(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Histories can be read again, and streams go on where they were")]
    private partial void LogBack();
}
