using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>
/// Every route that the document of an installation outside Development has, with every role and without.
/// </summary>
[Category("Integration")]
internal sealed partial class WhoMay
{
    private const string Key = "X-Api-Key";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Kafka:AllowEmbedded"] = "true",
        ["Gateway:Kind"] = "Simulator",
        ["Database:MigrateAtStart"] = "true",
        ["Ops:Keys:0:Name"] = "shop one",
        ["Ops:Keys:0:Key"] = "key-of-shop-one-1",
        ["Ops:Keys:0:Role"] = "shop",
        ["Ops:Keys:1:Name"] = "shop two",
        ["Ops:Keys:1:Key"] = "key-of-shop-two-1",
        ["Ops:Keys:1:Role"] = "shop",
        ["Ops:Keys:2:Name"] = "reader",
        ["Ops:Keys:2:Key"] = "key-of-the-reader",
        ["Ops:Keys:2:Role"] = "reader",
        ["Ops:Keys:3:Name"] = "actor",
        ["Ops:Keys:3:Key"] = "key-of-the-actor1",
        ["Ops:Keys:3:Role"] = "actor",
    };

    /// <summary>Documents and pages, which describe what there is and are not described themselves.</summary>
    private static readonly string[] NotDescribed =
        ["/asyncapi.yaml", "/openapi/v1.json", "/problems", "/problems/{slug}", "/schemas/{type}.json"];

    private OrdersInProcess orders;

    private HttpClient Http => orders.Client.Http;

    private IEnumerable<RouteEndpoint> Routes =>
        orders.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [OneTimeSetUp]
    public async Task Start() => orders = await OrdersInProcess.Start(Settings, environment: "Production");

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task Every_route_is_open_to_its_roles_and_to_nobody_else()
    {
        var found = new List<string>();
        foreach (var operation in (await Operations()).Where(operation => operation.IsGuarded))
        {
            var open = new List<string>();
            foreach (var (role, key) in new[]
            {
                ("nobody", null), ("stranger", "some-other-key-12"), ("shop", "key-of-shop-one-1"),
                ("reader", "key-of-the-reader"), ("actor", "key-of-the-actor1"),
            })
            {
                var status = await StatusOf(operation, key);
                var refusal = role is "nobody" or "stranger" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
                if (status != refusal)
                    open.Add(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"{status}!" : role);
            }

            found.Add($"{operation.Name}: {string.Join(", ", open)}");
            Assert.That(
                operation.Json["x-roles"]!.AsArray().Select(role => (string?)role), Is.EqualTo(open),
                $"what the document says of {operation.Name}");
        }

        Assert.That(found.Order(StringComparer.Ordinal), Is.EqualTo(
        [
            "GET /ops/audit: reader, actor",
            "GET /ops/dead-letters/{id}: reader, actor",
            "GET /ops/dead-letters: reader, actor",
            "GET /orders/stream: shop, reader, actor",
            "GET /orders/{id}/history: shop, reader, actor",
            "GET /orders/{id}/saga: shop, reader, actor",
            "GET /orders/{id}/stream: shop, reader, actor",
            "GET /orders/{id}: shop, reader, actor",
            "GET /orders: shop, reader, actor",
            "GET /payments/{orderId}: reader, actor",
            "GET /saga/definition: shop, reader, actor",
            "GET /stock/{sku}: reader, actor",
            "GET /stock: reader, actor",
            "POST /ops/dead-letters/discard: actor",
            "POST /ops/dead-letters/replay: actor",
            "POST /ops/orders/{id}/actions: actor",
            "POST /orders/{id}/cancel: shop",
            "POST /orders: shop",
            "PUT /stock/{sku}: actor",
        ]));
    }

    /// <summary>So the walk above passes by no route.</summary>
    [Test]
    public async Task The_document_has_every_route_and_invents_none() => Assert.That(
        (await Operations()).Select(operation => operation.Name),
        Is.EquivalentTo(
            from route in Routes
            where !NotDescribed.Contains(route.RoutePattern.RawText)
            from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            select $"{method} {Constraints().Replace(route.RoutePattern.RawText!, "}")}"));

    [Test]
    public async Task What_anybody_may_see_is_this()
    {
        Assert.That(
            (await Operations()).Where(operation => !operation.IsGuarded).Select(operation => operation.Name),
            Is.EquivalentTo(["GET /health/live", "GET /health/ready"]));
        Assert.That(
            Routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                .Select(route => route.RoutePattern.RawText),
            Is.EquivalentTo(["/health/live", "/health/ready", .. NotDescribed]));
    }

    [Test]
    public async Task A_refusal_is_a_problem_that_says_why_and_shows_no_key()
    {
        using var response = await Http.Send(HttpMethod.Get, "/orders", null, (Key, "key-of-shop-one-2"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Header("WWW-Authenticate"), Does.StartWith("ApiKey"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(text, Does.Contain("/problems/unauthorized").And.Not.Contain("key-of"));
    }

    [Test]
    public async Task A_shop_sees_its_own_orders_and_no_other()
    {
        using var submitted = await Http.Send(
            HttpMethod.Post, "/orders", Requests.Order, (Key, "key-of-shop-one-1"), ("Idempotency-Key", "one"));
        var id = await submitted.IdOf();
        using var same = await Http.Send(
            HttpMethod.Post, "/orders", Requests.Order, (Key, "key-of-shop-two-1"), ("Idempotency-Key", "one"));
        Assert.That(await same.IdOf(), Is.Not.EqualTo(id), "a key of another shop is another key");

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, $"/orders/{id}"), (HttpMethod.Get, $"/orders/{id}/saga"),
            (HttpMethod.Get, $"/orders/{id}/history"), (HttpMethod.Get, $"/orders/{id}/stream"),
            (HttpMethod.Post, $"/orders/{id}/cancel"),
        })
        {
            using var foreign = await Http.Send(method, path, null, (Key, "key-of-shop-two-1"));
            Assert.That(foreign.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
            using var own = await Http.Send(method, path, null, (Key, "key-of-shop-one-1"));
            Assert.That((int)own.StatusCode, Is.LessThan(300).Or.EqualTo(409), path);
        }

        Assert.That(await List("key-of-shop-one-1"), Does.Contain(id));
        Assert.That(await List("key-of-shop-two-1"), Does.Not.Contain(id));
        Assert.That(await List("key-of-the-reader"), Does.Contain(id));
    }

    [Test]
    public async Task A_shop_is_told_of_its_own_orders_as_they_happen_and_when_it_comes_again()
    {
        await using var one = await Follow("key-of-shop-one-1");
        await using var two = await Follow("key-of-shop-two-1");
        await using var all = await Follow("key-of-the-reader");
        var ofOne = await Submit("key-of-shop-one-1");
        var ofTwo = await Submit("key-of-shop-two-1");

        Assert.That(await Ended(one), Is.EqualTo([ofOne]));
        Assert.That(await Ended(two), Is.EqualTo([ofTwo]));
        Assert.That(await Ended(all, count: 2), Is.EquivalentTo([ofOne, ofTwo]));
        await using var again = await Follow("key-of-shop-two-1", "0");
        Assert.That(await Ended(again), Does.Not.Contain(ofOne));

        Task<EventReader> Follow(string key, string? lastEventId = null) =>
            EventReader.Open(Http, "/orders/stream", lastEventId, (Key, key));

        async Task<Guid> Submit(string key)
        {
            using var response = await Http.Send(HttpMethod.Post, "/orders", Requests.Order, (Key, key));
            return await response.IdOf();
        }
    }

    [TestCase("", "key-that-is-long", "actor", "Ops:Keys:0:Name")]
    [TestCase("a", "short", "actor", "Ops:Keys:0:Key")]
    [TestCase("a", "key-that-is-long", "king", "Ops:Keys:0:Role")]
    [TestCase("a", "key-that-is-long", "shop", "Ops:Keys has no key of an operator")]
    public void A_start_without_a_sound_key_is_refused(string name, string key, string role, string said)
    {
        var refusal = Assert.CatchAsync(() => OrdersInProcess.Start(
            new Dictionary<string, string?>(Settings.Where(setting => !setting.Key.StartsWith('O')))
            {
                ["Ops:Keys:0:Name"] = name,
                ["Ops:Keys:0:Key"] = key,
                ["Ops:Keys:0:Role"] = role,
            },
            environment: "Production"));

        Assert.That(refusal!.Message, Does.Contain(said).And.Not.Contain("key-that-is-long"));
    }

    private async Task<List<Operation>> Operations() =>
        [.. Operation.In(await Http.ReadOpenApi())];

    private async Task<HttpStatusCode> StatusOf(Operation operation, string? key)
    {
        using var response = await Http.Send(
            new HttpMethod(operation.Method), operation.ExamplePath(), operation.Method == "GET" ? null : "{}",
            key is null ? [] : [(Key, key)]);
        return response.StatusCode;
    }

    /// <summary>Whose steps are told until so many orders have ended.</summary>
    private static async Task<Guid[]> Ended(EventReader stream, int count = 1)
    {
        var told = new HashSet<Guid>();
        while (count > 0)
        {
            var item = (await stream.Next())!.Value.Data;
            told.Add(item.GetProperty("orderId").GetGuid());
            count -= item.GetProperty("status").GetString() is "confirmed" or "cancelled" ? 1 : 0;
        }

        return [.. told];
    }

    private async Task<Guid[]> List(string key)
    {
        using var response = await Http.Send(HttpMethod.Get, "/orders?limit=200", null, (Key, key));
        return [.. (await response.Json()).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("id").GetGuid())];
    }

    /// <summary>What a route demands of a part of its path stands in a schema in the document.</summary>
    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraints();
}
