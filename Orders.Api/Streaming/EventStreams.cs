using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Orders.Api;

/// <summary>
/// How a stream is answered: it begins at once, shows that it lives, and ends with the client or the application.
/// </summary>
internal sealed class EventStreams(IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    /// <summary>When a client whose stream has ended comes again.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits for a client to read what is on its way to it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public IResult Answer(HttpContext http, IAsyncEnumerable<SseItem<string>> events)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            return Task.CompletedTask;
        });

        // Nothing can be written to who does not read, not even the end.
        var abort = time.CreateTimer(_ => http.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        http.Response.RegisterForDisposeAsync(abort);
        http.Response.RegisterForDispose(
            lifetime.ApplicationStopping.Register(() => abort.Change(Grace, Timeout.InfiniteTimeSpan)));
        return TypedResults.ServerSentEvents(Alive(events));
    }

    /// <summary>
    /// The events, and pings among them, whatever the events wait for. The first ping makes the headers go out.
    /// </summary>
    internal async IAsyncEnumerable<SseItem<string>> Alive(
        IAsyncEnumerable<SseItem<string>> events, [EnumeratorCancellation] CancellationToken aborted = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(PingInterval, time);
        await using var source = events.GetAsyncEnumerator(end.Token);
        var next = source.MoveNextAsync().AsTask();
        var tick = timer.WaitForNextTickAsync(end.Token).AsTask();
        try
        {
            yield return Ping() with { ReconnectionInterval = Retry };
            while (true)
            {
                await Task.WhenAny(next, tick);
                if (end.IsCancellationRequested)
                    yield break;
                if (tick.IsCompleted)
                {
                    yield return Ping();
                    tick = timer.WaitForNextTickAsync(end.Token).AsTask();
                }
                else if (await next)
                {
                    yield return source.Current;
                    next = source.MoveNextAsync().AsTask();
                }
                else
                {
                    yield break;
                }
            }
        }
        finally
        {
            // It can be disposed of once it has stopped.
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private SseItem<string> Ping() => StreamEvents.Ping(time.GetUtcNow().UtcDateTime);
}
