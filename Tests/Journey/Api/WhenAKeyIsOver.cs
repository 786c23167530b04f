using Microsoft.Extensions.Options;
using Orders.Api;
using Orders.Data;
using Tests.Messaging;

namespace Tests.Journey.Api;

/// <summary>A key is known for a day; a clock that is set makes it neither older nor younger.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhenAKeyIsOver
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterStart = Hour + TimeSpan.FromSeconds(1);
    private readonly FakeTime time = new();
    private readonly KeyExpiry expiry;
    private TimeSpan wrong;

    public WhenAKeyIsOver()
    {
        expiry = Start();
        expiry.CanTell(Now);
        Pass(AfterStart);
    }

    private DateTime Now => time.Now + wrong;

    [Test]
    public void Its_day_has_passed()
    {
        var key = Take();

        Pass(Day - Hour);
        Assert.That(expiry.IsOver(key, Now), Is.False);

        Pass(Hour);
        Assert.That(expiry.IsOver(key, Now), Is.True);
    }

    /// <summary>The process before had a clock that was behind, or this one's is ahead.</summary>
    [Test]
    public void It_is_not_within_an_hour_of_a_start()
    {
        var key = Take() with { ExpiresAt = Now - Day };
        Assert.That(expiry.IsOver(key, Now), Is.True);

        var next = Start();
        Pass(Hour);
        Assert.That(next.IsOver(key, Now), Is.False);

        Pass(TimeSpan.FromSeconds(1));
        Assert.That(next.IsOver(key, Now), Is.True);
    }

    [Test]
    public void It_is_not_because_the_clock_was_set_ahead()
    {
        var key = Take();
        wrong = Day + Hour;
        Assert.That(expiry.IsOver(key, Now), Is.False);

        wrong = TimeSpan.Zero;
        Assert.That(expiry.IsOver(key, Now), Is.False);
    }

    [Test]
    public void It_is_not_where_it_was_taken_while_the_clock_was_behind()
    {
        wrong = -Day - Hour;
        var key = Take();
        Assert.That(expiry.IsOver(key, Now), Is.False);

        wrong = TimeSpan.Zero;
        Assert.That(expiry.IsOver(key, Now), Is.False);
    }

    [Test]
    public void It_is_once_as_long_has_passed_since_the_clock_was_set()
    {
        var key = Take();
        wrong = Day;
        Pass(Day - Hour);
        Assert.That(expiry.IsOver(key, Now), Is.False);

        Pass(2 * Hour);
        Assert.That(expiry.IsOver(key, Now), Is.True);
    }

    [Test]
    public void A_clock_that_is_slewed_is_not_set()
    {
        var key = Take();
        for (var passed = TimeSpan.Zero; passed < Day; passed += Hour)
        {
            wrong += TimeSpan.FromSeconds(2);
            Pass(Hour);
        }

        Assert.That(expiry.IsOver(key, Now), Is.True);
    }

    private KeyExpiry Start() => new(Options.Create(new IdempotencyOptions { KeepFor = Day }), time);

    private IdempotentAnswer Take() => new AnswerToKeep("key", "request", [], expiry).From(Now, Guid.NewGuid());

    /// <summary>Somebody looks before and after, as is done every minute.</summary>
    private void Pass(TimeSpan span)
    {
        expiry.CanTell(Now);
        time.Advance(span);
        expiry.CanTell(Now);
    }
}
