using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>Wakes the clients where this machine's clock was set back, which they do not notice.</summary>
internal sealed partial class ClientWaker(KafkaConnection connection, TimeProvider time, ILogger<ClientWaker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>By less they sleep no longer than that; clocks are slewed all the time.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>A thread may have looked at the clock before it was set, and begin to wait after that.</summary>
    private const int Times = 3;

    private readonly long began = time.GetTimestamp();
    private TimeSpan ahead;
    private int left;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ahead = Ahead;
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                Look();
            }
            catch (Exception exception)
            {
                LogNotWoken(exception);
            }
        }
    }

    /// <summary>The time of day, less what has passed.</summary>
    private TimeSpan Ahead => time.GetUtcNow() - DateTimeOffset.UnixEpoch - time.GetElapsedTime(began);

    internal void Look()
    {
        var back = ahead - Ahead;
        ahead -= back;
        if (back > Step)
        {
            left = Times;
            LogSetBack($"{back.TotalSeconds:0}");
        }

        if (left == 0)
            return;
        left--;
        connection.Clients.WakeAll();
    }

    [LoggerMessage(2, LogLevel.Error, "Kafka's clients were not woken; trying again")]
    private partial void LogNotWoken(Exception exception);

    [LoggerMessage(1, LogLevel.Warning,
        "The clock of this machine was set back by {Seconds} s; Kafka's clients are woken, which wait by it")]
    private partial void LogSetBack(string seconds);
}
