using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Orders.Data;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>Who follows an order is told every step of it, once and in order, to its end.</summary>
[Category("Integration")]
internal sealed class StreamsOfOneOrder
{
    private static OrdersClient Orders => Installation.Orders;

    [TestCase("tok_ok", "WIDGET", "confirmed")]
    [TestCase("tok_flaky_2", "WIDGET", "confirmed")]
    [TestCase("tok_declined", "WIDGET", "cancelled")]
    [TestCase("tok_refund_flaky_2", "OUT-OF-STOCK", "cancelled")]
    public async Task Have_exactly_what_the_history_has_but_for_what_went_out(string token, string sku, string status)
    {
        var id = await Orders.Submit(token, sku);
        await using var stream = await Open(id);

        var events = await stream.Rest();

        Assert.That(events[^1].EventType, Is.EqualTo("end"));
        Assert.That(events[^1].Data.GetRawText(), Is.EqualTo($$"""{"status":"{{status}}"}"""));
        Assert.That(events[^1].EventId, Is.Null);
        var steps = await StepsOf(id);
        Assert.That(events.SkipLast(1).Select(item => item.EventType), Is.All.EqualTo("order"));
        Assert.That(IdsOf(events.SkipLast(1)), Is.EqualTo(Enumerable.Range(1, steps.Count)));
        foreach (var (step, item) in steps.Zip(events))
        {
            foreach (var member in step.EnumerateObject())
            {
                var told = item.Data.GetProperty(member.Name);
                Assert.That(told.GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
            }

            Assert.That(item.Data.GetProperty("orderId").GetGuid(), Is.EqualTo(id));
            Assert.That(item.Data.GetProperty("version").GetRawText(), Is.EqualTo(item.EventId));
            Assert.That(
                item.Data.GetProperty("status").GetString(),
                Is.EqualTo(OrderStatuses.Of(step.GetProperty("stateAfter").GetString())));
        }

        Assert.That(events[0].Data.GetProperty("status").GetString(), Is.EqualTo("processing"), "before the saga");
        Assert.That(events[^2].Data.GetProperty("status").GetString(), Is.EqualTo(status));
    }

    [Test]
    public async Task Tell_a_cancellation_from_the_wish_to_the_end()
    {
        var id = await Orders.Submit("tok_slow_5s");
        await using var stream = await Open(id);
        await stream.Take(2);

        using var answer = await Orders.Cancel(id);

        var types = (await stream.Rest()).Select(item => (
            item.EventType, item.Data.GetProperty("status").GetString())).ToList();
        Assert.That(types, Does.Contain(("order", "cancelling")));
        Assert.That(types[^2..], Is.EqualTo([("order", "cancelled"), ("end", "cancelled")]));
        Assert.That(types, Has.Count.EqualTo((await StepsOf(id)).Count - 2 + 1));
    }

    [Test]
    public async Task Go_on_behind_every_version_that_is_known()
    {
        var id = await Orders.Submit();
        await Orders.WaitForStatus(id, "confirmed");
        var count = (await StepsOf(id)).Count;

        for (var known = 0; known <= count; known++)
        {
            await using var stream = await Open(id, $"{known}");
            var events = await stream.Rest();
            Assert.That(IdsOf(events.SkipLast(1)), Is.EqualTo(Enumerable.Range(1, count).Skip(known)), $"{known}");
            Assert.That(events[^1].EventType, Is.EqualTo("end"));
        }
    }

    [Test]
    public async Task Can_be_cut_off_after_every_step()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async cutAfter =>
        {
            var id = await Orders.Submit(cutAfter % 2 == 0 ? "tok_flaky_2" : "tok_ok");
            List<SseItem<JsonElement>> before;
            string? known;
            await using (var first = await Open(id))
            {
                before = await first.Take(cutAfter);
                known = first.LastEventId;
            }

            await using var second = await Open(id, known);
            var after = await second.Rest();

            var told = before.Concat(after.SkipLast(1)).ToList();
            Assert.That(IdsOf(told), Is.EqualTo(Enumerable.Range(1, (await StepsOf(id)).Count)), $"{cutAfter}");
            Assert.That(after[^1].EventType, Is.EqualTo("end"));
        }));
    }

    [Test]
    public async Task Are_twenty_at_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Orders.Submit("tok_flaky_2")));

        var told = await Task.WhenAll(ids.Concat(ids).Select(async id =>
        {
            await using var stream = await Open(id);
            return (Id: id, Events: await stream.Rest());
        }));

        foreach (var (id, events) in told)
            Assert.That(IdsOf(events.SkipLast(1)), Is.EqualTo(Enumerable.Range(1, (await StepsOf(id)).Count)));
    }

    [Test]
    public async Task Begin_at_once_and_are_kept_by_nobody_on_the_way()
    {
        var id = await Orders.Submit("tok_slow_5s");
        var version = (await Orders.WaitForState(id, "AwaitingPayment")).GetProperty("version").GetInt32() + 1;

        using var stream = await Orders.Follow(id, $"{version}");

        Assert.That(stream.Response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(stream.Response.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(stream.Response.Header("X-Accel-Buffering"), Is.EqualTo("no"));
        await foreach (var item in stream.Events())
        {
            Assert.That(item.EventType, Is.EqualTo("ping"), "nothing has happened yet");
            Assert.That(item.ReconnectionInterval, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(item.Data.GetProperty("at").GetDateTime(), Is.EqualTo(DateTime.UtcNow).Within(1).Minutes);
            break;
        }
    }

    private static Task<EventReader> Open(Guid id, string? lastEventId = null) =>
        EventReader.Open(Orders.Http, $"/orders/{id}/stream", lastEventId);

    private static async Task<List<JsonElement>> StepsOf(Guid id) =>
        [.. (await Orders.History(id)).Where(item => item.GetProperty("direction").GetString() != "out")];

    private static IEnumerable<int> IdsOf(IEnumerable<SseItem<JsonElement>> events) =>
        events.Select(item => int.Parse(item.EventId!, CultureInfo.InvariantCulture));
}
