using System.Net.ServerSentEvents;
using Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Api;
using Orders.Data;
using Tests.Messaging;

namespace Tests.Streaming;

/// <summary>Whatever a follower of one order is told and when, its stream has every step once and in order.</summary>
[Category("Unit")]
internal sealed class StepsOutOfTurn
{
    private readonly Guid id = Guid.NewGuid();
    private HistoryDatabase history;
    private LiveHistory live;
    private IAsyncEnumerator<SseItem<string>> stream;

    [SetUp]
    public async Task Follow()
    {
        history = HistoryDatabase.OnSqlite();
        var reads = new SteadyReads(TimeProvider.System, NullLogger<SteadyReads>.Instance);
        live = new LiveHistory(history.Feed, reads, TimeProvider.System) { Capacity = 3 };
        await live.StartAsync(CancellationToken.None);
        await history.Write(Step(1));
        stream = new OneOrder(history.Feed, live, reads).Follow(id, 0, OrderStatuses.Processing).GetAsyncEnumerator();
        Assert.That(await Next(), Is.EqualTo("order 1"));
    }

    [TearDown]
    public async Task Stop()
    {
        await stream.DisposeAsync();
        Assert.That(live.Followers, Is.Zero);
        await live.StopAsync(CancellationToken.None);
        live.Dispose();
        history.Dispose();
    }

    [Test]
    public async Task Are_told_in_turn()
    {
        await history.Write(Step(2));
        Assert.That(await Next(), Is.EqualTo("order 2"));

        await WriteAtOnce(Step(5), Step(4), Step(3));

        foreach (var version in new[] { 3, 4, 5 })
            Assert.That(await Next(), Is.EqualTo($"order {version}"));
        await history.Write(Step(6));
        Assert.That(await Next(), Is.EqualTo("order 6"));
    }

    [Test]
    public async Task Come_before_the_end_also_those_behind_the_last()
    {
        await WriteAtOnce(Step(2, OrderStates.Cancelled), Step(3, OrderStates.Cancelled));

        Assert.That(await Next(), Is.EqualTo("order 2"));
        Assert.That(await Next(), Is.EqualTo("order 3"));
        Assert.That(await Next(), Is.EqualTo("end "));
        Assert.That(await Next(), Is.Null);
    }

    [Test]
    public async Task Are_no_reason_to_miss_any_for_who_is_too_slow()
    {
        await WriteAtOnce(Step(2), Step(3), Step(4), Step(5), Step(6));
        await Eventually.Holds(() => live.Followers == 0, "it is dropped");

        foreach (var version in new[] { 2, 3, 4 })
            Assert.That(await Next(), Is.EqualTo($"order {version}"));
        Assert.That(await Next(), Is.EqualTo("resync "));
        Assert.That(await Next(), Is.Null);
    }

    private SagaHistoryRow Step(long version, string state = OrderStates.AwaitingStock) =>
        HistoryDatabase.Row(id, version) with { StateAfter = state };

    /// <summary>In one transaction, numbered in this order.</summary>
    private async Task WriteAtOnce(params SagaHistoryRow[] rows)
    {
        await using var context = history.Database.OpenContext(null);
        await using var transaction = await context.Database.BeginTransactionAsync();
        foreach (var row in rows)
        {
            context.Add(row);
            await context.SaveChangesAsync();
        }

        await transaction.CommitAsync();
    }

    private async Task<string?> Next() =>
        await stream.MoveNextAsync().AsTask().InTime() ? $"{stream.Current.EventType} {stream.Current.EventId}" : null;
}
