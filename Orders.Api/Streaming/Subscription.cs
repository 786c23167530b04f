using System.Threading.Channels;
using Orders.Data;

namespace Orders.Api;

/// <summary>Somebody who is told what happens: to one order, to those of a shop, or to all.</summary>
/// <param name="order">Which order; null for all.</param>
/// <param name="shop">Whose orders; null for everybody's.</param>
/// <param name="capacity">How many steps may wait to be read.</param>
/// <param name="leave">Ends it.</param>
internal sealed class Subscription(Guid? order, string? shop, int capacity, Action<Subscription> leave) : IDisposable
{
    private readonly Channel<LiveStep> steps = Channel.CreateBounded<LiveStep>(
        new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource<long> admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Which order; null for all.</summary>
    public Guid? Order => order;

    /// <summary>
    /// The number of the history behind which everything is told. What is below and comes late is told, too.
    /// </summary>
    public Task<long> From => admitted.Task;

    public bool Wants(HistoryEntry entry) => entry.IsSeenBy(shop);

    public void Admit(long from) => admitted.TrySetResult(from);

    /// <summary>Answers false where there is no room: who reads that slowly is told no more.</summary>
    public bool TryTell(LiveStep step)
    {
        if (steps.Writer.TryWrite(step))
            return true;
        steps.Writer.Complete();
        return false;
    }

    /// <summary>The next step; null where this one was too slow, once it has read what was kept for it.</summary>
    public async ValueTask<LiveStep?> Next(CancellationToken cancellationToken) =>
        await steps.Reader.WaitToReadAsync(cancellationToken) && steps.Reader.TryRead(out var step) ? step : null;

    public void Dispose() => leave(this);
}
