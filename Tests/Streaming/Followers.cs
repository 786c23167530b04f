using Orders.Api;
using Orders.Data;
using Tests.Messaging;

namespace Tests.Streaming;

/// <summary>Everybody is told what they follow, and nobody is waited for.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class Followers
{
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    private readonly Subscriptions subscriptions = new();
    private long seq;

    [Test]
    public async Task Of_one_order_are_told_of_no_other()
    {
        using var follower = Follow(One);

        Happens(Other);
        var seq = Happens(One);

        Assert.That((await follower.Next(default).AsTask().InTime())!.Seq, Is.EqualTo(seq));
    }

    [Test]
    public async Task Of_a_shop_are_told_of_its_orders_and_those_of_all_of_everybodys()
    {
        using var shop = Follow(shop: "one");
        using var all = Follow();

        long[] seqs = [Happens(One, "two"), Happens(One), Happens(Other, "one")];

        Assert.That((await shop.Next(default).AsTask().InTime())!.Seq, Is.EqualTo(seqs[2]));
        foreach (var seq in seqs)
            Assert.That((await all.Next(default).AsTask().InTime())!.Seq, Is.EqualTo(seq));
    }

    [Test]
    public async Task Who_are_too_slow_keep_what_was_kept_for_them_and_are_told_no_more()
    {
        using var slow = Follow(capacity: 2);
        using var slowToo = Follow(One, capacity: 2);
        using var quick = Follow(One);

        long[] seqs = [Happens(One), Happens(One), Happens(One), Happens(One)];

        foreach (var follower in new[] { slow, slowToo })
        {
            foreach (var seq in seqs[..2])
                Assert.That((await follower.Next(default).AsTask().InTime())!.Seq, Is.EqualTo(seq));
            Assert.That(await follower.Next(default).AsTask().InTime(), Is.Null);
        }

        foreach (var seq in seqs)
            Assert.That((await quick.Next(default).AsTask().InTime())!.Seq, Is.EqualTo(seq));
        Assert.That(subscriptions.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Are_told_nothing_before_they_are_admitted_and_then_from_where()
    {
        var waiting = subscriptions.Add(null, null, 10);
        Happens(One);
        Assert.That(waiting.From.IsCompleted, Is.False);
        Assert.That(subscriptions.Arrival.IsCompleted);

        subscriptions.Admit(subscriptions.Waiting(), 7);

        Assert.That(await waiting.From.InTime(), Is.EqualTo(7));
        Assert.That(waiting.Next(default).AsTask().IsCompleted, Is.False);
        Assert.That(subscriptions.Arrival.IsCompleted, Is.False);
    }

    [Test]
    public void Who_leave_while_they_wait_are_not_admitted()
    {
        var gone = subscriptions.Add(One, null, 10);
        var waiting = subscriptions.Waiting();
        gone.Dispose();

        subscriptions.Admit(waiting, 7);

        Assert.That(gone.From.IsCompleted, Is.False);
        Assert.That(subscriptions.Count, Is.Zero);
    }

    [Test]
    public void Are_gone_when_they_have_left_also_when_they_leave_twice()
    {
        var followers = new[] { Follow(), Follow(One), Follow(One), Follow(Other) };
        Assert.That(subscriptions.Count, Is.EqualTo(4));

        foreach (var follower in followers.Concat(followers))
            follower.Dispose();

        Assert.That(subscriptions.Count, Is.Zero);
    }

    private Subscription Follow(Guid? order = null, string? shop = null, int capacity = 10)
    {
        var subscription = subscriptions.Add(order, shop, capacity);
        subscriptions.Admit(subscriptions.Waiting(), 0);
        return subscription;
    }

    private long Happens(Guid order, string? shop = null)
    {
        subscriptions.Tell([new HistoryEntry(HistoryDatabase.Row(order) with { Seq = ++seq }, shop)]);
        return seq;
    }
}
