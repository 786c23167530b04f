using Microsoft.Extensions.Logging;
using Orders.Api;
using Orders.Testing;
using Tests.Messaging;

namespace Tests.Streaming;

/// <summary>A database that is away is waited for, and it is said once.</summary>
[Category("Unit")]
internal sealed class ReadsThatFail
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
    private CapturedLog log;
    private SteadyReads reads;

    [SetUp]
    public void Begin()
    {
        log = new CapturedLog();
        reads = new SteadyReads(time, new Logger<SteadyReads>(new LoggerFactory([log])));
    }

    [TearDown]
    public void End() => log.Dispose();

    [Test]
    public async Task Are_tried_again_until_they_succeed()
    {
        var isAway = true;
        var all = Task.WhenAll(
            Enumerable.Range(0, 3).Select(number => reads.Read(_ => Find(isAway, number), CancellationToken.None)));

        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(all.IsCompleted, Is.False);
        isAway = false;

        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return all.IsCompleted;
            },
            "all have what they read");
        Assert.That(await all, Is.EqualTo([0, 1, 2]));
        Assert.That(log.Count("cannot be read"), Is.EqualTo(1));
        Assert.That(log.Count("can be read again"), Is.EqualTo(1));
    }

    [Test]
    public async Task Are_given_up_when_nobody_waits_any_more()
    {
        using var waiting = new CancellationTokenSource();
        var reading = reads.Read(_ => Find(isAway: true, 0), waiting.Token);

        await waiting.CancelAsync();

        Assert.That(await reading.Outcome(), Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Are_not_waited_for_when_they_hang_and_nobody_waits_any_more()
    {
        using var waiting = new CancellationTokenSource();
        var reading = reads.Read(_ => new TaskCompletionSource<int>().Task, waiting.Token);

        await waiting.CancelAsync();

        Assert.That(await reading.Outcome(), Is.InstanceOf<OperationCanceledException>());
        Assert.That(log.Count("cannot be read"), Is.Zero);
    }

    private static Task<int> Find(bool isAway, int number) =>
        isAway ? Task.FromException<int>(new TimeoutException("It does not answer.")) : Task.FromResult(number);
}
