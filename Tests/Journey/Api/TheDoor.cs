using System.Threading.RateLimiting;
using Orders.Hosting;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>Who is let in depends on how long it would have to wait.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TheDoor : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly FakeTimeProvider clock = new(Noon);
    private readonly DoorLimiter door;
    private readonly Queue<RateLimitLease> underWay = new();

    public TheDoor() => door = new DoorLimiter(new PressureOptions(), clock);

    public void Dispose() => door.Dispose();

    [Test]
    public void Lets_a_few_in_although_nothing_is_answered()
    {
        Pass(seconds: 30, coming: 1_000, answered: 0);

        Assert.That(underWay, Has.Count.InRange(200, 1_999));
        Assert.That(LetIn(100), Is.Zero);
        Answer(underWay.Count - 150);
        Assert.That(LetIn(100), Is.EqualTo(50));
    }

    [Test]
    public void Lets_in_as_many_as_are_answered_within_the_longest_wait()
    {
        Pass(seconds: 20, coming: 2_000, answered: 600);

        Assert.That(underWay.Count + LetIn(5_000), Is.InRange(540, 660));
    }

    [Test]
    public void Lets_in_no_more_than_the_most_however_many_are_answered()
    {
        Pass(seconds: 20, coming: 30_000, answered: 10_000);

        LetIn(5_000);

        Assert.That(underWay, Has.Count.EqualTo(2_000));
    }

    [Test]
    public void Tells_whom_it_refuses_how_long_those_before_will_take()
    {
        Pass(seconds: 20, coming: 2_000, answered: 100);
        LetIn(200);

        using var refused = door.AttemptAcquire();

        Assert.That(refused.IsAcquired, Is.False);
        Assert.That(refused.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.That(wait.TotalSeconds, Is.EqualTo(2).Within(0.3), "200 are under way");
    }

    [Test]
    public void Does_not_count_who_waits_for_its_own_client()
    {
        Pass(seconds: 30, coming: 1_000, answered: 0);
        var waiting = underWay.Select(_ => door.WaitForClient()).ToList();

        Assert.That(LetIn(100), Is.EqualTo(100));

        waiting.ForEach(absence => absence.Dispose());
        Assert.That(LetIn(100), Is.Zero);
    }

    [Test]
    public void Does_not_take_a_pause_for_slowness()
    {
        Pass(seconds: 20, coming: 30_000, answered: 10_000);
        Answer(underWay.Count);
        Pass(seconds: 300, coming: 10, answered: 10);

        Assert.That(LetIn(1_500), Is.EqualTo(1_500));
    }

    /// <summary>So many come and so many are answered a second.</summary>
    private void Pass(int seconds, int coming, int answered)
    {
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(seconds); passed += Step)
        {
            LetIn((int)(coming * Step.TotalSeconds));
            clock.Advance(Step);
            Answer(Math.Min((int)(answered * Step.TotalSeconds), underWay.Count));
        }
    }

    private int LetIn(int count)
    {
        var before = underWay.Count;
        for (var number = 0; number < count; number++)
        {
            var lease = door.AttemptAcquire();
            if (lease.IsAcquired)
                underWay.Enqueue(lease);
        }

        return underWay.Count - before;
    }

    private void Answer(int count)
    {
        for (var number = 0; number < count; number++)
            underWay.Dequeue().Dispose();
    }
}
