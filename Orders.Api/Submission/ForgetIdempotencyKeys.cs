using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>Deletes keys whose time is over, a few at a time, so that nobody waits for it.</summary>
internal sealed partial class ForgetIdempotencyKeys(
    GroupCommit<OrdersDbContext> database, Inspection inspection, KeyExpiry expiry, TimeProvider time,
    ILogger<ForgetIdempotencyKeys> logger) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What it is measured by from now on
        expiry.CanTell(database.Now);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                while (await ForgetSome(stoppingToken).ConfigureAwait(false) == MostAtOnce)
                    await Task.Yield();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotForgotten(exception);
            }
        }
    }

    internal async Task<int> ForgetSome(CancellationToken cancellationToken)
    {
        var now = database.Now;
        if (!expiry.CanTell(now))
            return 0;
        var keys = await inspection.ReadExpiredKeys(now, MostAtOnce, cancellationToken).ConfigureAwait(false);
        if (keys.Count > 0)
            await database.Execute(new Forget(keys, expiry), cancellationToken).ConfigureAwait(false);
        return keys.Count;
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired idempotency keys are not deleted; trying again in a minute")]
    private partial void LogNotForgotten(Exception exception);

    /// <summary>A key may have been taken anew meanwhile.</summary>
    private sealed class Forget(IReadOnlyList<string> keys, KeyExpiry expiry) : UnitOfWork
    {
        protected override void Want(WantedRows rows)
        {
            foreach (var key in keys)
                rows.Add(OrdersTables.IdempotentAnswers, key);
        }

        protected override void Apply()
        {
            foreach (var key in keys)
            {
                if (Find(OrdersTables.IdempotentAnswers, key) is { } known && expiry.IsOver(known, Now))
                    Delete(OrdersTables.IdempotentAnswers, key);
            }
        }
    }
}
