using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// The events of one order, each step once and in the order of its versions: they have no gaps, so a step that does not
/// follow on the last one says that the table knows more.
/// </summary>
internal sealed class OneOrder(HistoryFeed feed, LiveHistory live, SteadyReads reads)
{
    /// <param name="id">The order.</param>
    /// <param name="version">The version that the client knows.</param>
    /// <param name="status">The order's present status.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<SseItem<string>> Follow(
        Guid id, long version, string status, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Before the table is read: what is committed meanwhile is in the one or in the other.
        using var subscription = OrderStatuses.IsFinal(status)
            ? null
            : await live.Subscribe(id, shop: null, cancellationToken);
        while (true)
        {
            IReadOnlyList<SagaHistoryRow> rows;
            do
            {
                rows = await reads.Read(token => feed.ReadSteps(id, version, token), cancellationToken);
                foreach (var step in rows.Select(LiveStep.Of))
                {
                    yield return StreamEvents.Order(step, step.Version);
                    (version, status) = (step.Version, step.Status);
                }
            }
            while (rows.Count == HistoryFeed.PageSize);

            if (OrderStatuses.IsFinal(status) || subscription is null)
            {
                yield return StreamEvents.End(status);
                yield break;
            }

            // What follows on is told as it comes. What does not is read, and so is the last step with what came after.
            LiveStep? next;
            while ((next = await subscription.Next(cancellationToken)) is not null
                && next.Version <= version + 1 && !OrderStatuses.IsFinal(next.Status))
            {
                if (next.Version <= version)
                    continue;
                yield return StreamEvents.Order(next, next.Version);
                (version, status) = (next.Version, next.Status);
            }

            if (next is null)
            {
                yield return StreamEvents.ComeAgain();
                yield break;
            }
        }
    }
}
