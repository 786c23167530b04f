using System.Net;
using System.Text.Json;
using Orders.Testing;
using Tests.Journey.Api;

namespace Tests.Faults;

/// <summary>
/// The shop's back end never sees the 202 of its order and repeats the request under its key, many times at once.
/// </summary>
internal sealed class AnswersThatAreLost
{
    private const int AtATime = 50;

    private readonly string key = $"{Guid.NewGuid()}";

    [Test]
    [Category("Faults")]
    public async Task Are_given_again_and_there_is_one_order()
    {
        var folder = Directory.CreateTempSubdirectory("orders-");
        await using (var orders = await OrdersProcess.Start(folder.FullName))
        {
            var id = await RepeatUntilAnswered(orders.Client);

            await HasEndedOnce(id, orders.Client, () => orders.CheckBooks(allHaveEnded: true), folder.FullName);
        }

        folder.Delete(recursive: true);
    }

    [Test]
    [Category("Soak")]
    public async Task Are_given_again_by_another_instance_too()
    {
        await using var services = await FourServices.Start(KafkaCluster.Shared, PostgresServer.Shared);
        await services.StartOne("Orders.Api", instance: 1);

        var id = await RepeatUntilAnswered(services.Orders(0), services.Orders(1));

        await HasEndedOnce(id, services.Orders(), () => services.AllEnded(), services.LedgerFolder);
    }

    /// <summary>Answers the id of the order that was made.</summary>
    private async Task<Guid> RepeatUntilAnswered(params IEnumerable<OrdersClient> instances)
    {
        var proxies = instances.Select(instance => new TcpProxy(instance.Http.BaseAddress!.Port)).ToList();
        var clients = proxies.ConvertAll(proxy =>
            new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{proxy.Port}") });

        // When no answer arrives, whether the client goes before the order is committed or after it
        foreach (var moment in new[] { TcpFault.CutAfterRequest, TcpFault.CutBeforeAnswer })
        {
            proxies.ForEach(proxy => proxy.CutRequests(moment));
            Assert.That(await Repeat(clients), Is.Empty);
            var hits = proxies.Sum(proxy => proxy.Hits(moment));
            TestContext.Out.WriteLine($"{moment}: {hits} times");
            Assert.That(hits, Is.GreaterThanOrEqualTo(AtATime));
        }

        // And then some do, and then all
        proxies.ForEach(proxy => proxy.CutRequests(TcpFault.CutBeforeAnswer, every: 2));
        var answers = await Repeat(clients);
        proxies.ForEach(proxy => proxy.Heal());
        var last = await Repeat(clients);

        // Then each that does is the first one's, or asks to come again
        Assert.That(answers, Has.Count.InRange(1, AtATime - 1));
        Assert.That(last, Has.Count.EqualTo(AtATime));
        Assert.That(last.Select(answer => answer.Status), Has.Some.EqualTo(HttpStatusCode.Accepted));
        answers.AddRange(last);
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.Accepted).ToList();
        Assert.That(refused.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Conflict));
        Assert.That(refused.Select(answer => answer.RetryAfter), Is.All.Not.Null);
        var given = answers.Except(refused).ToList();
        Assert.That(given.Select(answer => answer.Replayed), Is.All.EqualTo("true"), "the first one was lost");
        Assert.That(given.Select(answer => answer.Body).Distinct().ToList(), Has.Count.EqualTo(1));

        clients.ForEach(client => client.Dispose());
        foreach (var proxy in proxies)
            await proxy.DisposeAsync();
        return given[0].Id;
    }

    /// <summary>What is answered, by all instances in turn, to as many requests at once.</summary>
    private async Task<List<Answer>> Repeat(List<HttpClient> clients)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, AtATime).Select(async number =>
        {
            try
            {
                using var response = await clients[number % clients.Count].Send(
                    HttpMethod.Post, "/orders", Requests.Order, ("Idempotency-Key", key));
                return new Answer(
                    response.StatusCode, await response.Content.ReadAsStringAsync(),
                    response.Header("Retry-After"), response.Header("Idempotent-Replayed"));
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }));
        return [.. answers.OfType<Answer>()];
    }

    private static async Task HasEndedOnce(
        Guid id, OrdersClient client, Func<Task<BookReport>> check, string ledgerFolder)
    {
        var order = await client.WaitForStatus(id, "confirmed");
        var report = await client.WaitFor("the books to be right", check, seen => seen.IsClean && seen.Open == 0);
        Assert.That(report.Ended, Is.EqualTo(1));
        var total = order.GetProperty("totalMinor").GetInt64();
        LedgerReader.Agrees(
            ledgerFolder, new Dictionary<Guid, long> { [id] = total },
            new Dictionary<Guid, string> { [id] = "confirmed" });
        Assert.That(LedgerReader.Balances(ledgerFolder).Keys, Is.EqualTo([id]));
    }

    private sealed record Answer(HttpStatusCode Status, string Body, string? RetryAfter, string? Replayed)
    {
        public Guid Id => JsonDocument.Parse(Body).RootElement.GetProperty("id").GetGuid();
    }
}
