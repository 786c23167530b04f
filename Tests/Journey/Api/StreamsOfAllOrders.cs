using System.Net.ServerSentEvents;
using System.Text.Json;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orders.Data;
using Orders.Testing;
using Tests.Streaming;

namespace Tests.Journey.Api;

/// <summary>
/// Who follows all orders is told every step of every order; on SQLite in the order of their numbers, and none twice.
/// </summary>
[Category("Integration")]
internal sealed class StreamsOfAllOrders
{
    private static readonly string[] Tokens = ["tok_ok", "tok_declined", "tok_ok", "tok_flaky_2"];
    private OrdersInProcess orders;

    private Database<OrdersDbContext> Database => orders.Services.GetRequiredService<Database<OrdersDbContext>>();

    [SetUp]
    public async Task Start() => orders = await OrdersInProcess.Start();

    [TearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task Can_be_cut_off_again_and_again()
    {
        // Given a client that knows where it stands
        var first = await orders.Client.Submit();
        await orders.Client.WaitForStatus(first, "confirmed");
        var begin = (await orders.Client.History(first))[^1].GetProperty("seq").GetInt64();
        var (random, known, told) = (new Random(4711), $"{begin}", new List<SseItem<JsonElement>>());

        // When it is cut off at random while orders arrive
        using var enough = new CancellationTokenSource();
        var arriving = Arrive(enough.Token);
        for (var cut = 0; cut < 40; cut++)
        {
            await using var stream = await Follow(known);
            told.AddRange(await stream.Take(random.Next(8)));
            known = stream.LastEventId;
        }

        await enough.CancelAsync();
        foreach (var id in await arriving)
            await orders.Client.WaitForStatus(id, "confirmed", "cancelled");
        var steps = await StepsBehind(begin);
        await using (var last = await Follow(known))
            told.AddRange(await last.Take(steps.Count - told.Count));

        // Then it was told everything, in order and once
        Assert.That(told.Select(item => item.Data.GetProperty("seq").GetInt64()), Is.EqualTo(steps));
        Assert.That(told.Select(item => item.EventId), Is.EqualTo(steps.Select(seq => $"{seq}")));
        Assert.That(told.Select(item => item.EventType), Is.All.EqualTo("order"));
    }

    [Test]
    public async Task Begin_now_also_while_others_follow_already()
    {
        await using var other = await Follow();
        var earlier = await orders.Client.Submit();
        await orders.Client.WaitForStatus(earlier, "confirmed");
        await using var stream = await Follow();

        var id = await orders.Client.Submit();

        Assert.That((await stream.Take(4)).ConvertAll(OrderOf), Is.All.EqualTo(id));
        Assert.That((await other.Take(8)).ConvertAll(OrderOf).Distinct(), Is.EqualTo([earlier, id]));
    }

    [Test]
    public async Task Are_twenty_at_once()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Follow()));
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => orders.Client.Submit(Tokens[number % Tokens.Length])));
        foreach (var id in ids)
            await orders.Client.WaitForStatus(id, "confirmed", "cancelled");
        var steps = await StepsBehind(0);

        var told = await Task.WhenAll(streams.Select(stream => stream.Take(steps.Count)));

        foreach (var items in told)
            Assert.That(items.Select(item => item.EventId), Is.EqualTo(steps.Select(seq => $"{seq}")));
        await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
    }

    [Test]
    public async Task Are_read_page_by_page_by_who_was_away_for_long()
    {
        var rows = Enumerable.Range(0, 3 * HistoryFeed.PageSize).Select(_ => HistoryDatabase.Row()).ToArray();
        var seqs = await HistoryDatabase.Write(Database, rows);

        await using var stream = await Follow("0");

        Assert.That((await stream.Take(seqs.Length)).Select(item => item.EventId), Is.EqualTo(
            seqs.Select(seq => $"{seq}")));
    }

    [Test]
    public async Task Say_that_the_list_is_the_better_way_to_who_is_too_far_behind()
    {
        const long newest = 200_000;
        await HistoryDatabase.Write(
            Database, HistoryDatabase.Row() with { Seq = 1 },
            HistoryDatabase.Row() with { Seq = newest - 99_999 }, HistoryDatabase.Row() with { Seq = newest });

        await using var tooFar = await Follow($"{newest - 100_001}");
        var resync = (await tooFar.Rest()).Single();

        Assert.That(resync.EventType, Is.EqualTo("resync"));
        Assert.That(resync.EventId, Is.EqualTo($"{newest}"));
        Assert.That(resync.Data.GetRawText(), Is.EqualTo("""{"reload":true}"""));

        // From there it goes on, and who is just not too far behind is told all.
        await using var again = await Follow(tooFar.LastEventId);
        await using var near = await Follow($"{newest - 100_000}");
        var next = await HistoryDatabase.Write(Database, HistoryDatabase.Row());
        Assert.That((await again.Next())!.Value.EventId, Is.EqualTo($"{next[0]}"));
        Assert.That((await near.Take(3)).Select(item => item.EventId), Is.EqualTo(
            new[] { newest - 99_999, newest, next[0] }.Select(seq => $"{seq}")));
    }

    private Task<EventReader> Follow(string? lastEventId = null) =>
        EventReader.Open(orders.Client.Http, "/orders/stream", lastEventId);

    private async Task<List<Guid>> Arrive(CancellationToken enough)
    {
        var ids = new List<Guid>();
        while (!enough.IsCancellationRequested)
            ids.Add(await orders.Client.Submit(Tokens[ids.Count % Tokens.Length]));
        return ids;
    }

    private async Task<List<long>> StepsBehind(long seq)
    {
        await using var context = Database.OpenContext(null);
        return await context.Set<SagaHistoryRow>().Where(row => row.Seq > seq && row.Version != null)
            .OrderBy(row => row.Seq).Select(row => row.Seq).ToListAsync();
    }

    private static Guid OrderOf(SseItem<JsonElement> item) => item.Data.GetProperty("orderId").GetGuid();
}
