using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Api;
using Orders.Testing;
using Tests.Messaging;

namespace Tests.Streaming;

/// <summary>A stream shows that it lives, whatever its events wait for.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PingsAmongEvents
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Channel<SseItem<string>> events = Channel.CreateUnbounded<SseItem<string>>();
    private IAsyncEnumerator<SseItem<string>> stream;
    private bool hasEnded;

    [SetUp]
    public async Task Begin()
    {
        stream = new EventStreams(lifetime, time).Alive(Source()).GetAsyncEnumerator();
        Assert.That(await Next(), Is.EqualTo("""ping {"at":"2026-01-31T12:00:00Z"}"""));
    }

    [TearDown]
    public async Task End()
    {
        await stream.DisposeAsync();
        Assert.That(hasEnded, "nobody reads on for a client that is gone");
    }

    [Test]
    public async Task Come_at_once_and_every_15_seconds()
    {
        Assert.That(stream.Current.ReconnectionInterval, Is.EqualTo(TimeSpan.FromSeconds(2)));
        var next = Next();

        time.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
        Assert.That(next.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromTicks(1));

        Assert.That(await next.InTime(), Is.EqualTo("""ping {"at":"2026-01-31T12:00:15Z"}"""));
        Assert.That(stream.Current.ReconnectionInterval, Is.Null, "it is said once");
        Assert.That(stream.Current.EventId, Is.Null);
        next = Next();
        time.Advance(TimeSpan.FromSeconds(15.0004));
        Assert.That(await next.InTime(), Is.EqualTo("""ping {"at":"2026-01-31T12:00:30Z"}"""));
    }

    [Test]
    public async Task Leave_out_no_event()
    {
        foreach (var number in new[] { "1", "2", "3" })
        {
            var next = Next();
            time.Advance(TimeSpan.FromSeconds(15));
            Assert.That(await next.InTime(), Does.StartWith("ping"));
            await events.Writer.WriteAsync(new SseItem<string>(number, "order"));
            Assert.That(await Next(), Is.EqualTo($"order {number}"));
        }
    }

    [Test]
    public async Task End_with_the_events()
    {
        await events.Writer.WriteAsync(new SseItem<string>("4", "order"));
        events.Writer.Complete();

        Assert.That(await Next(), Is.EqualTo("order 4"));
        Assert.That(await Next(), Is.Null);
    }

    [Test]
    public async Task End_at_once_with_the_application()
    {
        var next = Next();

        lifetime.StopApplication();

        Assert.That(await next.InTime(), Is.Null);
    }

    private async Task<string?> Next() =>
        await stream.MoveNextAsync().AsTask().InTime() ? $"{stream.Current.EventType} {stream.Current.Data}" : null;

    private async IAsyncEnumerable<SseItem<string>> Source(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var item in events.Reader.ReadAllAsync(cancellationToken))
                yield return item;
        }
        finally
        {
            hasEnded = true;
        }
    }
}
