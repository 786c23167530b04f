using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Tests.Journey.Api;

namespace Tests;

/// <summary>
/// Submits orders at a rate, whether they are answered or not, as many shops do that know nothing of each other.
/// </summary>
internal sealed class OpenLoad(Uri address) : IDisposable
{
    /// <summary>Who has so many requests under way has no connection for another; it waits in vain.</summary>
    private const int MostUnderWay = 4_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = MostUnderWay })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly ConcurrentBag<(HttpStatusCode? Status, TimeSpan After)> answers = [];
    private int underWay;
    private int notSent;
    private int withoutRetryAfter;

    /// <summary>Requests that found no free connection.</summary>
    public int NotSent => notSent;

    /// <summary>Refusals that did not say when to come again.</summary>
    public int WithoutRetryAfter => withoutRetryAfter;

    /// <summary>The statuses that were answered, with how often; null for no answer.</summary>
    public Dictionary<string, int> Statuses => answers.GroupBy(answer => $"{answer.Status}")
        .ToDictionary(group => group.Key, group => group.Count());

    public int Count(HttpStatusCode status) => answers.Count(answer => answer.Status == status);

    /// <summary>How long that part of the answers of a status took, from when the request was sent.</summary>
    public TimeSpan Percentile(HttpStatusCode status, double part)
    {
        var times = answers.Where(answer => answer.Status == status).Select(answer => answer.After).Order().ToList();
        return times.Count == 0 ? TimeSpan.Zero : times[(int)((times.Count - 1) * part)];
    }

    /// <summary>Submits one after the other, so many at a time; answers how many a second were accepted.</summary>
    public async Task<double> AsFastAsAccepted(int atATime, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var before = Count(HttpStatusCode.Accepted);
        await Task.WhenAll(Enumerable.Range(0, atATime).Select(async _ =>
        {
            while (watch.Elapsed < duration)
                await Submit();
        }));
        return (Count(HttpStatusCode.Accepted) - before) / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Returns when the last one was answered.</summary>
    public async Task Submit(double perSecond, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var requests = new ConcurrentBag<Task>();
        var sent = 0;
        using var timer = new PeriodicTimer(Tick);
        while (watch.Elapsed < duration && await timer.WaitForNextTickAsync())
        {
            for (; sent < watch.Elapsed.TotalSeconds * perSecond; sent++)
            {
                if (Volatile.Read(ref underWay) < MostUnderWay)
                    requests.Add(Task.Run(Submit));
                else
                    Interlocked.Increment(ref notSent);
            }
        }

        await Task.WhenAll(requests);
    }

    public void Dispose() => http.Dispose();

    private async Task Submit()
    {
        Interlocked.Increment(ref underWay);
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await http.Send(HttpMethod.Post, "/orders", Requests.Order);
            answers.Add((response.StatusCode, watch.Elapsed));
            if (response.StatusCode != HttpStatusCode.Accepted && response.Headers.RetryAfter is null)
                Interlocked.Increment(ref withoutRetryAfter);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            answers.Add((null, watch.Elapsed));
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }
}
