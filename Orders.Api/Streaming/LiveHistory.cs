using Orders.Data;

namespace Orders.Api;

/// <summary>
/// Tells everybody who follows what is new in the history, which is looked at four times a second for all of them, and
/// by nobody while nobody follows. It is the table that is asked, and no topic: so it is the same on every database
/// and in every instance, and nothing has to be remembered between two starts.
/// </summary>
internal sealed class LiveHistory(HistoryFeed feed, SteadyReads reads, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two full pages: who reads at all must not be outrun by what is read at once.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    private readonly Subscriptions subscriptions = new();

    /// <summary>How many steps wait for a follower at most; less in tests only.</summary>
    internal int Capacity { get; set; } = 1_000;

    /// <summary>How many follow.</summary>
    internal int Followers => subscriptions.Count;

    /// <summary>Begins to follow. Everything that is committed from now on is told.</summary>
    /// <param name="order">Which order; null for all.</param>
    /// <param name="shop">Whose orders; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Subscription> Subscribe(Guid? order, string? shop, CancellationToken cancellationToken)
    {
        var subscription = subscriptions.Add(order, shop, Capacity);
        try
        {
            await subscription.From.WaitAsync(cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await subscriptions.Arrival.WaitAsync(stoppingToken).ConfigureAwait(false);
                await TellUntilAllHaveLeft(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TellUntilAllHaveLeft(CancellationToken stopping)
    {
        var cursor = await reads.Read(token => HistoryCursor.AtEnd(feed, time, token), stopping).ConfigureAwait(false);
        do
        {
            // Who came before this was read has missed nothing of what is told after it.
            var waiting = subscriptions.Waiting();
            while (await TellNext(cursor, stopping).ConfigureAwait(false))
                await Task.Delay(Breath, time, stopping).ConfigureAwait(false);
            subscriptions.Admit(waiting, cursor.Position);
            await Task.WhenAny(subscriptions.Arrival, Task.Delay(Interval, time, stopping)).ConfigureAwait(false);
        }
        while (subscriptions.Count > 0);
    }

    /// <summary>Answers whether there may be more at once.</summary>
    private async Task<bool> TellNext(HistoryCursor cursor, CancellationToken stopping)
    {
        var page = await reads.Read(token => cursor.ReadOn(long.MaxValue, token), stopping).ConfigureAwait(false);
        subscriptions.Tell(page.Steps);
        return page.IsFull;
    }
}
