using System.Collections.Concurrent;
using Orders.Data;
using Tests.Messaging;

namespace Tests.Streaming;

/// <summary>
/// On a server a row gets its number before it is committed, so it can come to light after one with a higher number.
/// Who reads on finds it all the same.
/// </summary>
[Category("PostgreSql")]
internal sealed class RowsThatComeLate
{
    private HistoryDatabase history;

    [SetUp]
    public void Given_a_server() => history = HistoryDatabase.OnPostgreSql();

    [TearDown]
    public void Drop() => history?.Dispose();

    [Test]
    public async Task Are_found_once_by_who_has_read_on_meanwhile()
    {
        await history.Write(HistoryDatabase.Row());
        var cursor = await AtEnd();
        await using var late = await Open();
        var (first, second) = (await Number(late), await Number(late));
        var passed = await history.Write(HistoryDatabase.Row());

        Assert.That(await Next(cursor), Is.EqualTo(passed));
        await late.Database.CommitTransactionAsync();

        Assert.That(await Next(cursor), Is.EqualTo([first, second]));
        Assert.That(await Next(cursor), Is.Empty);
    }

    [Test]
    public async Task Are_found_by_who_begins_while_they_are_missing()
    {
        await using var late = await Open();
        var number = await Number(late);
        await history.Write(HistoryDatabase.Row());
        var cursor = await AtEnd();

        Assert.That(await Next(cursor), Is.Empty);
        await late.Database.CommitTransactionAsync();

        Assert.That(await Next(cursor), Is.EqualTo([number]));
    }

    [Test]
    public async Task Are_found_by_who_was_away_when_they_came_with_little_else_that_is_known()
    {
        var old = DateTime.UtcNow.AddMinutes(-1);
        await history.Write(HistoryDatabase.Row(at: old), HistoryDatabase.Row(at: old));
        await using var late = await Open();
        var number = await Number(late);
        var known = await history.Write(HistoryDatabase.Row());
        await late.Database.CommitTransactionAsync();

        var cursor = await HistoryCursor.Behind(known[0], history.Feed, TimeProvider.System, CancellationToken.None);

        Assert.That(await Next(cursor), Is.EqualTo([number, known[0]]), "and nothing that is older");
    }

    [Test]
    public async Task Are_told_without_the_payloads_of_what_went_out()
    {
        var cursor = await AtEnd();
        await using var late = await Open();
        late.Add(HistoryDatabase.Row(version: null));
        await late.SaveChangesAsync();
        var number = await Number(late);
        await history.Write(HistoryDatabase.Row(version: null));
        Assert.That(await Next(cursor), Is.Empty);
        await late.Database.CommitTransactionAsync();

        Assert.That(await Next(cursor), Is.EqualTo([number]));
        var all = await history.Feed.ReadAfter(0, long.MaxValue, CancellationToken.None);
        Assert.That(all.Select(entry => entry.Row.Payload.Length), Is.EqualTo([0, 2, 0]));
    }

    [Test]
    public async Task Are_all_found_once_among_many_writers()
    {
        // Given writers that hold their rows back for a while, and sometimes for good
        var cursor = await AtEnd();
        var committed = new ConcurrentBag<long>();
        var writing = Task.WhenAll(Enumerable.Range(0, 6).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var transaction = 0; transaction < 25; transaction++)
            {
                await using var context = await Open();
                var numbers = new List<long>();
                while (random.Next(4) != 0)
                    numbers.Add(await Number(context));
                if (random.Next(5) == 0)
                {
                    await context.Database.RollbackTransactionAsync();
                    continue;
                }

                await context.Database.CommitTransactionAsync();
                numbers.ForEach(committed.Add);
            }
        })));

        // When somebody reads on meanwhile, and once more when all is done
        var found = new List<long>();
        while (!writing.IsCompleted)
            found.AddRange(await Next(cursor));
        await writing.InTime();
        found.AddRange(await Next(cursor));

        // Then each row that was committed was found once
        Assert.That(found.Order(), Is.EqualTo(committed.Order()));
        Assert.That(found, Is.Not.Ordered, "some have come late");
    }

    private Task<HistoryCursor> AtEnd() =>
        HistoryCursor.AtEnd(history.Feed, TimeProvider.System, CancellationToken.None);

    private static async Task<List<long>> Next(HistoryCursor cursor) =>
        [.. (await cursor.ReadOn(long.MaxValue, CancellationToken.None)).Steps.Select(entry => entry.Row.Seq)];

    private async Task<OrdersDbContext> Open()
    {
        var context = history.Database.OpenContext(null);
        await context.Database.BeginTransactionAsync();
        return context;
    }

    /// <summary>A row that has its number and is not committed yet.</summary>
    private static async Task<long> Number(OrdersDbContext context)
    {
        var row = HistoryDatabase.Row();
        context.Add(row);
        await context.SaveChangesAsync();
        return row.Seq;
    }
}
