using System.Collections.Concurrent;
using Messaging;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>
/// Looks every few seconds whether there is room for more orders. What is accepted has to be kept until it ends, so
/// there is an end to what is accepted.
/// </summary>
internal sealed partial class RoomForOrders(
    Inspection inspection, Database<OrdersDbContext> database, IServiceProvider services,
    IOptions<RoomOptions> options, TimeProvider time, ILogger<RoomForOrders> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Counted> open = [];
    private volatile string? whyNot;

    /// <summary>Why no order is accepted at present; null while orders are.</summary>
    public string? WhyNot => whyNot;

    /// <summary>
    /// Whether a caller has as many open orders as it may have. Counted once a second, so a few more may slip in.
    /// </summary>
    public async ValueTask<bool> HasTooManyOpen(string? caller, CancellationToken cancellationToken)
    {
        if (options.Value.OpenOrdersPerCaller is not { } most || caller is null)
            return false;
        if (!open.TryGetValue(caller, out var counted) || time.GetElapsedTime(counted.At) > CountEvery)
        {
            var count = await inspection.CountOpenOrders(caller, most, cancellationToken);
            open[caller] = counted = new Counted(count, time.GetTimestamp());
        }

        return counted.Orders >= most;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                var before = whyNot;
                whyNot = await Look(stoppingToken);
                if (whyNot is not null && before is null)
                    LogNoRoom(whyNot);
                else if (whyNot is null && before is not null)
                    LogRoom();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A database that does not answer refuses orders by itself.
                LogNotLooked(exception);
            }

            ForgetCounts();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Callers may be as many as there are customers.</summary>
    private void ForgetCounts()
    {
        foreach (var counted in open)
        {
            if (time.GetElapsedTime(counted.Value.At) > CountEvery)
                open.TryRemove(counted);
        }
    }

    private async Task<string?> Look(CancellationToken cancellationToken)
    {
        var most = options.Value.MostUnsent;
        if (await inspection.CountUnsent(most + 1, cancellationToken) > most)
            return $"More than {most} messages wait to be sent to Kafka.";
        if (!database.Dialect.IsSoleUser)
            return null;
        var volume = new DriveInfo(services.GetRequiredService<DataFolder>().PathOf(""));
        var least = Math.Min(options.Value.LeastFreeBytes, volume.TotalSize / 10);
        return volume.AvailableFreeSpace < least
            ? $"Of the volume of the data folder {volume.AvailableFreeSpace} bytes are free, fewer than {least}."
            : null;
    }

    [LoggerMessage(1, LogLevel.Error, "No orders are accepted: {Reason}")]
    private partial void LogNoRoom(string reason);

    [LoggerMessage(2, LogLevel.Information, "Orders are accepted again")]
    private partial void LogRoom();

    [LoggerMessage(3, LogLevel.Warning, "Whether there is room for more orders is not known")]
    private partial void LogNotLooked(Exception exception);

    private sealed record Counted(int Orders, long At);
}
