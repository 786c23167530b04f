using System.Globalization;
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
/// Where many write at once a step can be committed after one with a higher number. It is told all the same.
/// </summary>
[Category("PostgreSql")]
internal sealed class StreamsOnAServer
{
    private OnPostgreSql server;

    private OrdersClient Client => server.Orders.Client;

    private Database<OrdersDbContext> Database =>
        server.Orders.Services.GetRequiredService<Database<OrdersDbContext>>();

    [OneTimeSetUp]
    public async Task Given_a_server() => server = await OnPostgreSql.Start(PostgresServer.Shared);

    [OneTimeTearDown]
    public async Task Stop() => await (server?.DisposeAsync() ?? default);

    [Test]
    public async Task Tell_what_is_committed_late_to_who_follows_and_to_who_was_away()
    {
        // Given a client that follows, and a writer that has its number and does not commit yet
        await using var running = await Follow();
        await using var writer = Database.OpenContext(null);
        await writer.Database.BeginTransactionAsync();
        var late = HistoryDatabase.Row();
        writer.Add(late);
        await writer.SaveChangesAsync();

        // When another goes on meanwhile, and a client is cut off behind that, and comes again at once
        var passed = (await HistoryDatabase.Write(Database, HistoryDatabase.Row()))[0];
        Assert.That(late.Seq, Is.LessThan(passed));
        Assert.That((await ItemOf(running, passed)).EventId, Is.EqualTo($"{passed}"));
        await using var resumed = await Follow($"{passed}");
        Assert.That((await ItemOf(resumed, passed)).EventId, Is.Null, "told again, as it is so new");

        // And the first one commits, and another client comes only then
        await writer.Database.CommitTransactionAsync();
        await using var afterwards = await Follow($"{passed}");

        // Then each is told, and stays where it is
        foreach (var stream in new[] { running, resumed, afterwards })
        {
            Assert.That((await ItemOf(stream, late.Seq)).EventId, Is.Null);
            Assert.That(stream.LastEventId, Is.EqualTo($"{passed}"));
        }
    }

    [Test]
    public async Task Tell_the_steps_of_one_order_in_the_order_of_their_versions()
    {
        var id = await Client.Submit("tok_flaky_2");

        await using var stream = await EventReader.Open(Client.Http, $"/orders/{id}/stream");

        var events = await stream.Rest();
        Assert.That(events.SkipLast(1).Select(item => item.EventId), Is.EqualTo(["1", "2", "3", "4"]));
        Assert.That(events[^1].EventType, Is.EqualTo("end"));
    }

    [Test]
    public async Task Miss_nothing_when_they_are_cut_off_again_and_again_while_several_write()
    {
        // Given several who write, some of them slowly
        var begin = (await HistoryDatabase.Write(Database, HistoryDatabase.Row()))[0];
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Write(seed, enough.Token)));

        // When a client is cut off at random, now and then before it is told anything new
        var (random, known, told) = (new Random(815), begin, new HashSet<long>());
        for (var cut = 0; cut < 30; cut++)
        {
            await using var stream = await Follow($"{known}");
            for (var (left, isNew) = (random.Next(20), false); left > 0 || (cut % 2 == 0 && !isNew); left--)
            {
                var item = (await stream.Next())!.Value;
                told.Add(SeqOf(item));
                isNew |= item.EventId is not null;
            }

            var place = long.Parse(stream.LastEventId!, CultureInfo.InvariantCulture);
            Assert.That(place, Is.GreaterThanOrEqualTo(known), "it never goes back");
            known = place;
        }

        await enough.CancelAsync();
        await writing;

        // Then it has everything, some of it more than once
        var steps = await StepsBehind(begin);
        await using var last = await Follow($"{known}");
        while (!told.IsSupersetOf(steps))
            told.Add(SeqOf((await last.Next())!.Value));
    }

    private Task<EventReader> Follow(string? lastEventId = null) =>
        EventReader.Open(Client.Http, "/orders/stream", lastEventId);

    private async Task Write(int seed, CancellationToken enough)
    {
        var random = new Random(seed);
        while (!enough.IsCancellationRequested)
        {
            await using var context = Database.OpenContext(null);
            await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken.None);
            do
            {
                context.Add(HistoryDatabase.Row(version: random.Next(2) == 0 ? null : 1));
                await context.SaveChangesAsync(CancellationToken.None);
            }
            while (random.Next(4) != 0);
            if (random.Next(5) != 0)
                await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private async Task<List<long>> StepsBehind(long seq)
    {
        await using var context = Database.OpenContext(null);
        return await context.Set<SagaHistoryRow>().Where(row => row.Seq > seq && row.Version != null)
            .Select(row => row.Seq).ToListAsync();
    }

    /// <summary>The item of a number, whatever else is told before.</summary>
    private static async Task<SseItem<JsonElement>> ItemOf(EventReader stream, long seq)
    {
        while (await stream.Next() is { } item)
        {
            if (SeqOf(item) == seq)
                return item;
        }

        throw new EndOfStreamException($"The stream has ended without {seq}.");
    }

    private static long SeqOf(SseItem<JsonElement> item) => item.Data.GetProperty("seq").GetInt64();
}
