using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Orders.Testing;
using Tests.Messaging;

namespace Tests.Journey.Api;

/// <summary>Streams outlive their database, and none begins without it.</summary>
[Category("PostgreSql")]
[Category("Alone")]
internal sealed class StreamsWithoutADatabase
{
    private readonly CapturedLog log = new();
    private PostgresServer postgres;
    private OnPostgreSql server;

    private OrdersClient Client => server.Orders.Client;

    [OneTimeSetUp]
    public async Task Given_a_server_of_its_own()
    {
        postgres = new PostgresServer();
        server = await OnPostgreSql.Start(postgres, builder => builder.Logging.AddProvider(log));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (server?.DisposeAsync() ?? default);
        postgres?.Dispose();
        log.Dispose();
    }

    [Test]
    public async Task Go_on_where_they_were_when_it_is_back()
    {
        // Given clients that follow all orders, and one that has just begun
        var before = await Client.Submit("tok_slow_5s");
        await using var all = await EventReader.Open(Client.Http, "/orders/stream");
        await using var one = await EventReader.Open(Client.Http, $"/orders/{before}/stream");
        await one.Take(2);

        // When the database is away for a while
        postgres.Kill();
        await Eventually.Holds(() => log.Count("Histories cannot be read") > 0, "it is missed");
        await IsRefused("/orders/stream");
        await IsRefused("/orders/stream", "1");
        await IsRefused($"/orders/{before}/stream");
        postgres.Start();
        var after = await Client.WaitFor("an order", () => Client.Submit(), _ => true);

        // Then they are told of what was and of what comes, and nobody has said more than once that it was away
        var events = await one.Rest();
        Assert.That(events.SkipLast(1).Select(item => item.EventId), Is.EqualTo(["3", "4"]));
        var steps = new List<int>();
        while (steps.Count < 4)
        {
            var item = (await all.Next())!.Value.Data;
            if (item.GetProperty("orderId").GetGuid() == after)
                steps.Add(item.GetProperty("version").GetInt32());
        }

        Assert.That(steps, Is.EqualTo([1, 2, 3, 4]));
        Assert.That(log.Count("Histories cannot be read"), Is.EqualTo(1));
    }

    [Test]
    public async Task Are_refused_in_time_while_it_hangs()
    {
        postgres.Freeze();
        try
        {
            var stopwatch = Stopwatch.StartNew();
            await Task.WhenAll(IsRefused("/orders/stream"), IsRefused($"/orders/{Guid.NewGuid()}/stream"));
            Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        }
        finally
        {
            postgres.Thaw();
        }
    }

    private async Task IsRefused(string path, string? lastEventId = null)
    {
        using var response = await Client.Http.Send(
            HttpMethod.Get, path, null, lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), path);
        Assert.That(response.Header("Retry-After"), Is.EqualTo("1"));
        Assert.That((await response.Json()).GetProperty("type").GetString(), Does.EndWith("/problems/overloaded"));
    }
}
