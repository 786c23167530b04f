using System.Diagnostics;
using System.Net;

namespace Tests.Journey.Api;

/// <summary>While the database does not answer, every route says so, and soon.</summary>
[Category("PostgreSql")]
[Category("Alone")]
internal sealed class WithoutADatabase
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private PostgresServer postgres;
    private FourServices services;
    private Guid order;

    [OneTimeSetUp]
    public async Task Given_Orders_Api_without_Kafka_and_an_order()
    {
        postgres = new PostgresServer();
        services = await FourServices.Start("127.0.0.1:1", postgres, programs: ["Orders.Api"]);
        order = await services.Orders().Submit();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (services?.DisposeAsync() ?? default);
        postgres?.Dispose();
    }

    [Test]
    public async Task Every_route_says_so_while_it_hangs_and_goes_on_when_it_answers()
    {
        postgres.Freeze();
        await EveryRouteIsUnavailable();
        postgres.Thaw();
        await Answers();
    }

    [Test]
    public async Task Every_route_says_so_while_it_is_gone_and_goes_on_when_it_is_back()
    {
        postgres.Kill();
        await EveryRouteIsUnavailable();
        postgres.Start();
        await Answers();
    }

    private async Task EveryRouteIsUnavailable()
    {
        (HttpMethod Method, string Path, string? Body)[] routes =
        [
            (HttpMethod.Get, $"/orders/{order}", null),
            (HttpMethod.Get, $"/orders/{order}/saga", null),
            (HttpMethod.Get, $"/orders/{order}/history", null),
            (HttpMethod.Get, "/orders", null),
            (HttpMethod.Get, "/saga/definition", null),
            (HttpMethod.Get, "/ops/dead-letters", null),
            (HttpMethod.Get, "/ops/audit", null),
            (HttpMethod.Post, "/orders", Requests.Order),
            (HttpMethod.Post, $"/orders/{order}/cancel", "{}"),
            (HttpMethod.Post, $"/ops/orders/{order}/actions", """{"action":"cancel","reason":"r"}"""),
        ];
        await Task.WhenAll(routes.Select(async route =>
        {
            var watch = Stopwatch.StartNew();
            using var response = await services.Orders().Http.Send(route.Method, route.Path, route.Body);
            var body = await response.Content.ReadAsStringAsync();
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), $"{route.Path}: {body}");
            Assert.That(body, Does.Contain("/problems/overloaded").And.Not.Contain("Npgsql"), route.Path);
            Assert.That(response.Header("Retry-After"), Is.Not.Null, route.Path);
            Assert.That(watch.Elapsed, Is.LessThan(Soon), route.Path);
        }));
    }

    private Task<HttpStatusCode> Answers() => services.Orders().WaitFor(
        "the database to answer again",
        async () =>
        {
            using var response = await services.Orders().Http.Send(HttpMethod.Post, "/orders", Requests.Order);
            return response.StatusCode;
        },
        status => status == HttpStatusCode.Accepted);
}
