using Orders.Data;

namespace Orders.Api;

/// <summary>Everybody who follows, found by what they follow.</summary>
internal sealed class Subscriptions
{
    private readonly Lock gate = new();
    private readonly HashSet<Subscription> waiting = [];
    private readonly HashSet<Subscription> ofAll = [];
    private readonly Dictionary<Guid, HashSet<Subscription>> ofOne = [];
    private TaskCompletionSource arrival = NewSignal();

    public int Count
    {
        get
        {
            lock (gate)
                return waiting.Count + ofAll.Count + ofOne.Values.Sum(followers => followers.Count);
        }
    }

    /// <summary>Completes when somebody waits who was not there when <see cref="Waiting"/> was asked last.</summary>
    public Task Arrival
    {
        get
        {
            lock (gate)
                return arrival.Task;
        }
    }

    /// <summary>Adds one, which is told nothing until it is admitted.</summary>
    public Subscription Add(Guid? order, string? shop, int capacity)
    {
        var subscription = new Subscription(order, shop, capacity, Remove);
        lock (gate)
        {
            waiting.Add(subscription);
            arrival.TrySetResult();
        }

        return subscription;
    }

    /// <summary>Those who are to be admitted.</summary>
    public IReadOnlyList<Subscription> Waiting()
    {
        lock (gate)
        {
            arrival = NewSignal();
            return [.. waiting];
        }
    }

    /// <summary>From now on they are told everything.</summary>
    /// <param name="subscriptions">Some of those who waited; who has left meanwhile is let go.</param>
    /// <param name="from">The number up to which has been told.</param>
    public void Admit(IReadOnlyList<Subscription> subscriptions, long from)
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions.Where(waiting.Remove))
            {
                FollowersOf(subscription).Add(subscription);
                subscription.Admit(from);
            }
        }
    }

    /// <summary>Tells everybody what they follow; nobody is waited for.</summary>
    public void Tell(IReadOnlyList<HistoryEntry> entries)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                LiveStep? step = null;
                var followers = ofOne.TryGetValue(entry.Row.SagaId, out var ofThis) ? ofAll.Concat(ofThis) : ofAll;
                foreach (var slow in followers
                    .Where(follower => follower.Wants(entry) && !follower.TryTell(step ??= LiveStep.Of(entry.Row)))
                    .ToList())
                    Take(slow);
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (gate)
            Take(subscription);
    }

    private void Take(Subscription subscription)
    {
        if (waiting.Remove(subscription))
            return;
        var followers = FollowersOf(subscription);
        followers.Remove(subscription);
        if (subscription.Order is { } order && followers.Count == 0)
            ofOne.Remove(order);
    }

    private HashSet<Subscription> FollowersOf(Subscription subscription)
    {
        if (subscription.Order is not { } order)
            return ofAll;
        if (!ofOne.TryGetValue(order, out var followers))
            ofOne.Add(order, followers = []);
        return followers;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
