using System.Net;
using System.Text.Json;
using Contracts;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;
using Tests.Journey.Api;

namespace Tests.Faults;

/// <summary>
/// Messages of every type that anybody reads become dead letters. Their orders end all the same, since what is missed
/// is asked for again; and whenever an operator replays the letters, in whatever order, nothing happens twice.
/// </summary>
[Category("Faults")]
internal sealed class EachMessageIsADeadLetter
{
    private const int Seed = 7;

    /// <summary>What the saga writes for listeners elsewhere: no group here takes it.</summary>
    private static readonly string[] ForOthers =
        ["orders.order_confirmed.v1", "orders.order_cancelled.v1", "orders.order_needs_attention.v1"];

    private static readonly string[] Types =
        [.. Catalogue.All.Select(contract => contract.Name).Except(ForOthers)];

    private static readonly Fate[] Fates =
    [
        new("tok_ok", "WIDGET", "confirmed"), new("tok_declined", "WIDGET", "cancelled"),
        new("tok_ok", "OUT-OF-STOCK", "cancelled"), new("tok_slow_5s", "GADGET", "cancelled", IsCancelled: true),
        new("tok_refund_fails", "OUT-OF-STOCK", "cancelled", IsResolved: true),
        new("tok_refund_fails", "OUT-OF-STOCK", "cancelled", IsResolved: true),
    ];

    private readonly Random random = new(Seed);
    private FailingMessages failing = null!;
    private OrdersInProcess orders = null!;

    [TearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [TestCase(1, 2, 10)]
    [TestCase(int.MaxValue, int.MaxValue, 2)]
    public async Task The_order_ends_and_its_replay_changes_nothing(int perOrder, int perType, int ordersOfAFate)
    {
        // When of each order one message becomes a dead letter, or one of each type, and some are replayed at once
        await Start(perOrder, perType);
        var accepted = new Dictionary<Guid, Fate>();
        foreach (var fate in Enumerable.Repeat(Fates, ordersOfAFate).SelectMany(fates => fates))
            accepted.Add(await Submit(fate), fate);
        var replayed = await ReplaySomeUntil(Task.WhenAll(accepted.Select(order => End(order.Key, order.Value))));

        // Then every order has ended as it would have otherwise
        await AllIsRead();
        failing.Stop();
        Assert.That(failing.Failed.Keys, Is.EquivalentTo(Types), "there was one of each type");
        Assert.That(failing.Failed.Values, Is.All.GreaterThanOrEqualTo(Math.Min(perType, ordersOfAFate)));
        Assert.That(replayed, Is.Positive.And.LessThan(failing.Failed.Values.Sum()));
        var before = await Snapshot(accepted);

        // And when all of them are replayed again, nothing else happens
        var letters = await orders.Client.WaitFor(
            "the letters to be written", Letters, found => found.Count >= failing.Failed.Values.Sum());
        Assert.That(letters, Has.Count.EqualTo(failing.Failed.Values.Sum()));
        for (var time = 0; time < 2; time++)
            await Replay(letters);
        await AllIsRead();
        Assert.That(await Snapshot(accepted), Is.EqualTo(before));
        Assert.That((await Letters()).Count, Is.EqualTo(letters.Count), "none has failed again");
        TestContext.Out.WriteLine(
            $"{accepted.Count} orders, {letters.Count} dead letters, {replayed} of them replayed before the end, "
            + $"{failing.Read} messages read; shuffled by {Seed}");
    }

    private async Task Start(int perOrder, int perType)
    {
        failing = new FailingMessages(perOrder, perType);
        orders = await OrdersInProcess.Start(
            new Dictionary<string, string?>
            {
                ["Kafka:RetryAfter:0"] = "00:00:00.001",
                ["Orders:AskAgainAfter"] = "00:00:02",
                ["Saga:AskAgainAfter:0"] = "00:00:02",
                ["Saga:AskAgainAfter:1"] = "00:00:04",
                ["Saga:AskAgainAfter:2"] = "00:00:08",
            },
            configure: failing.StandBefore);
    }

    private async Task<Guid> Submit(Fate fate)
    {
        var id = await orders.Client.Submit(fate.Token, fate.Sku);
        if (fate.IsCancelled)
            (await orders.Client.Cancel(id)).EnsureSuccessStatusCode().Dispose();
        return id;
    }

    /// <summary>
    /// Where the bank refuses the refund an operator settles it; where nothing was charged nobody has to.
    /// </summary>
    private async Task End(Guid id, Fate fate)
    {
        if (fate.IsResolved && await MayBeResolved(id))
        {
            using var answer = await orders.Client.Http.Send(
                HttpMethod.Post, $"/ops/orders/{id}/actions",
                """{"action":"resolve","step":"payment","reason":"paid by cheque"}""");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }

        await orders.Client.WaitForStatus(id, fate.Ending);
    }

    private async Task<bool> MayBeResolved(Guid id)
    {
        var seen = await orders.Client.WaitFor(
            $"the refund of {id} to be refused",
            async () => (
                Order: (await orders.Client.Order(id)).GetProperty("status").GetString(),
                Payment: (await orders.Client.Payment(id)).GetProperty("status").GetString()),
            seen => seen is { Order: "cancelled" } or { Order: "cancelling", Payment: "refund_failed" });
        return seen.Order != "cancelled";
    }

    /// <summary>About every other one, as soon as it is there. Answers how many.</summary>
    private async Task<int> ReplaySomeUntil(Task ended)
    {
        var seen = new HashSet<Guid>();
        var replayed = 0;
        while (!ended.IsCompleted)
        {
            var some = (await Letters()).FindAll(letter => seen.Add(letter) && random.Next(2) == 0);
            await Replay(some);
            replayed += some.Count;
        }

        await ended;
        return replayed;
    }

    private async Task Replay(List<Guid> letters)
    {
        foreach (var some in letters.OrderBy(_ => random.Next()).Chunk(10))
        {
            using var answer = await orders.Client.Http.Send(
                HttpMethod.Post, "/ops/dead-letters/replay",
                JsonSerializer.Serialize(new { ids = some, reason = "it is wanted now" }));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That((await answer.Json()).GetProperty("done").GetInt32(), Is.EqualTo(some.Length));
        }
    }

    private async Task<List<Guid>> Letters()
    {
        var letters = new List<Guid>();
        for (var path = "/ops/dead-letters?limit=200"; path is not null;)
        {
            var page = await orders.Client.Get(path);
            letters.AddRange(
                page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            path = page.GetProperty("next").GetString();
        }

        return letters;
    }

    /// <summary>All that was ever sent has been read, nothing is left to be sent, and the books are right.</summary>
    private async Task AllIsRead()
    {
        var servers = orders.Services.GetRequiredService<KafkaConnection>().BootstrapServers;
        await orders.Client.WaitFor(
            "all to be read",
            async () => (
                Sent: RecordsOnTopics.Read(servers, Topics.All)
                    .Count(record => Types.Contains(record.Headers["ce_type"])),
                failing.Read,
                Report: await orders.CheckBooks(allHaveEnded: true)),
            seen => seen.Sent == seen.Read && seen.Report.IsClean);
        var records = RecordsOnTopics.Read(servers, Topics.All);
        Assert.That(
            records.GroupBy(record => record.Headers["ce_id"])
                .Where(message => message.Select(record => record.Value).Distinct().Count() > 1),
            Is.Empty, "what has the same id is the same");
    }

    /// <summary>What became of each order, of its money and of the stock.</summary>
    private async Task<List<string>> Snapshot(Dictionary<Guid, Fate> accepted)
    {
        var seen = new List<string> { (await orders.Client.Get("/stock")).GetRawText() };
        foreach (var (id, fate) in accepted)
        {
            var order = await orders.Client.Order(id);
            var saga = await orders.Client.Saga(id);
            var sent = (await orders.Client.History(id))
                .Count(item => item.GetProperty("direction").GetString() == "out");
            var (charges, refunds) = (
                LedgerReader.Count(orders.Folder, id, "charge"), LedgerReader.Count(orders.Folder, id, "refund"));
            Assert.That(order.GetProperty("status").GetString(), Is.EqualTo(fate.Ending));
            Assert.That(charges, fate.Ending == "confirmed" ? Is.EqualTo(1) : Is.AtMost(1), "the bank's own count");
            Assert.That(refunds, Is.EqualTo(fate.Ending == "confirmed" || fate.IsResolved ? 0 : charges));
            seen.Add(
                $"{id} {order.GetProperty("status")} {order.GetProperty("reason")} {order.GetProperty("endedAt")} "
                + $"{saga.GetProperty("payment")} {saga.GetProperty("stock")} {sent} sent, {charges} charges, "
                + $"{refunds} refunds, {await Payment(id)}");
        }

        return seen;
    }

    /// <summary>
    /// An order that was cancelled before it began has no payment; of one that was undone before it was asked for, the
    /// first to ask tells the amount, and is refused.
    /// </summary>
    private async Task<string> Payment(Guid id)
    {
        using var answer = await orders.Client.Http.GetAsync(new Uri($"/payments/{id}", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
            return $"{answer.StatusCode}";
        var payment = await answer.Json();
        return string.Join(' ', new[] { "status", "capturedMinor", "refundedMinor", "attempts" }
            .Select(name => payment.GetProperty(name)));
    }

    private sealed record Fate(
        string Token, string Sku, string Ending, bool IsCancelled = false, bool IsResolved = false);
}
