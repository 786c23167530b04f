using Microsoft.Extensions.Logging.Abstractions;
using Orders.Api;
using Orders.Testing;
using Tests.Messaging;

namespace Tests.Streaming;

/// <summary>The history is looked at while somebody follows, and not before or after.</summary>
[Category("Unit")]
internal sealed class WhileNobodyFollows
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
    private HistoryDatabase history;
    private LiveHistory live;

    [SetUp]
    public async Task Start()
    {
        history = HistoryDatabase.OnSqlite();
        live = new LiveHistory(history.Feed, new SteadyReads(time, NullLogger<SteadyReads>.Instance), time);
        await live.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task Stop()
    {
        await live.StopAsync(CancellationToken.None);
        live.Dispose();
        history.Dispose();
    }

    [Test]
    public async Task Nobody_asks_the_database()
    {
        // Given somebody who was told something and has left
        Assert.That(history.Opened, Is.EqualTo(1), "for the migration");
        using (var follower = await live.Subscribe(null, null, default).InTime())
        {
            await history.Write(HistoryDatabase.Row());
            var told = follower.Next(default).AsTask();
            await Pass(() => told.IsCompleted);
        }

        Assert.That(live.Followers, Is.Zero);
        var (before, intervals) = (history.Opened, 0);

        // When much time goes by
        await Pass(() => ++intervals > 100);

        // Then it was asked no more, except where it was just being asked
        Assert.That(history.Opened - before, Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task Who_gives_up_waiting_is_gone()
    {
        using var patience = new CancellationTokenSource();
        await live.StopAsync(CancellationToken.None);
        var subscribing = live.Subscribe(null, null, patience.Token);
        Assert.That(live.Followers, Is.EqualTo(1));

        await patience.CancelAsync();

        Assert.That(await subscribing.Outcome(), Is.InstanceOf<OperationCanceledException>());
        Assert.That(live.Followers, Is.Zero);
    }

    /// <summary>Lets intervals go by until something has happened.</summary>
    private Task Pass(Func<bool> condition) => Eventually.Holds(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return condition();
        },
        "what was to happen has");
}
