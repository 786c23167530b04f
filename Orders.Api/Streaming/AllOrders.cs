using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// The events of all orders, or of a shop's, in the order of their numbers but for what was committed late. Who was
/// away is told first what it has missed, and on a server again what was committed shortly before: what came late is
/// among that.
/// </summary>
internal sealed class AllOrders(HistoryFeed feed, LiveHistory live, SteadyReads reads, TimeProvider time)
{
    /// <summary>Who is further behind is better off with the list than with so many events.</summary>
    private const long FarthestBehind = 100_000;

    /// <summary>Where a stream begins.</summary>
    /// <param name="after">The last number that the client knows; null where it knows none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Beginning> Begin(long? after, CancellationToken cancellationToken)
    {
        if (after is not { } seq)
        {
            var end = await HistoryCursor.AtEnd(feed, time, cancellationToken);
            return new Beginning(end.Position, end);
        }

        var newest = await feed.FindNewest(cancellationToken);
        return seq > newest || newest - seq > FarthestBehind
            ? new Beginning(newest, null)
            : new Beginning(newest, await HistoryCursor.Behind(seq, feed, time, cancellationToken));
    }

    /// <param name="cursor">Where it begins.</param>
    /// <param name="known">The last number that the client knows.</param>
    /// <param name="shop">Whose orders; null for everybody's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<SseItem<string>> Follow(
        HistoryCursor cursor, long known, string? shop,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var step in Steps(cursor, shop, cancellationToken))
        {
            // What is late, or told again, leaves a client where it is: cut off there it would fall behind.
            yield return StreamEvents.Order(step, step.Seq > known ? step.Seq : null);
            known = Math.Max(known, step.Seq);
        }

        yield return StreamEvents.ComeAgain();
    }

    /// <summary>Ends where the client reads too slowly.</summary>
    private async IAsyncEnumerable<LiveStep> Steps(
        HistoryCursor cursor, string? shop, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // However long this takes, nothing piles up meanwhile.
        await foreach (var step in ReadOn(cursor, long.MaxValue, shop, cancellationToken))
            yield return step;

        using var subscription = await live.Subscribe(order: null, shop, cancellationToken);
        await foreach (var step in ReadOn(cursor, await subscription.From, shop, cancellationToken))
            yield return step;
        while (await subscription.Next(cancellationToken) is { } step)
            yield return step;
    }

    private async IAsyncEnumerable<LiveStep> ReadOn(
        HistoryCursor cursor, long until, string? shop, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HistoryPage page;
        do
        {
            page = await reads.Read(token => cursor.ReadOn(until, token), cancellationToken);
            foreach (var entry in page.Steps.Where(entry => entry.IsSeenBy(shop)))
                yield return LiveStep.Of(entry.Row);
        }
        while (page.IsFull);
    }
}

/// <summary>Where a stream of all orders begins.</summary>
/// <param name="Newest">The highest number there is.</param>
/// <param name="Cursor">Null where the client claims to know more than there is, or is too far behind.</param>
internal sealed record Beginning(long Newest, HistoryCursor? Cursor);
