using System.Net;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>
/// What the document allows is accepted and what it forbids is refused by name: each limit, tried at it and beyond it.
/// </summary>
[Category("Integration")]
internal sealed class LimitsInOpenApi
{
    private OrdersInProcess orders;
    private List<Operation> operations = [];

    private HttpClient Http => orders.Client.Http;

    [OneTimeSetUp]
    public async Task Start()
    {
        orders = await OrdersInProcess.Start();
        operations = [.. Operation.In(await Http.ReadOpenApi())];
    }

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task Of_bodies_are_those_that_hold()
    {
        var tried = new List<string>();
        foreach (var operation in operations.Where(operation => operation.Body is not null))
        {
            var schema = operation.Resolved(operation.Body!["schema"]!).AsObject();
            var example = operation.Body["examples"]!.AsObject().First().Value!["value"]!;
            foreach (var probe in Probes.Of(operation, schema, example))
            {
                var what = $"{operation.Name} {probe.Name} {probe.What}";
                using var response = await Http.Send(
                    new HttpMethod(operation.Method), operation.ExamplePath(), probe.Body.ToJsonString());
                var errors = await response.Errors();
                if (probe.IsRight)
                    Assert.That(errors, Does.Not.Contain(probe.Name), what);
                else
                    Assert.That(errors, Does.Contain(probe.Name), what);
                tried.Add(what);
            }
        }

        Assert.That(
            tried,
            Does.Contain("POST /orders customerId has 64").And.Contain("POST /orders customerId has 65")
                .And.Contain("POST /orders lines[0].quantity is 10000").And.Contain("POST /orders lines has 101")
                .And.Contain("POST /orders currency is missing").And.Contain("PUT /stock/{sku} onHand is -1")
                .And.Contain("POST /ops/dead-letters/replay ids has 1001")
                .And.Contain("POST /ops/orders/{id}/actions action is no-such-word"));
    }

    [Test]
    public async Task Of_parameters_are_those_that_hold()
    {
        var tried = 0;
        foreach (var operation in operations)
        {
            foreach (var parameter in operation.Parameters.Where(parameter => (string?)parameter["in"] == "query"))
            {
                var name = (string)parameter["name"]!;
                foreach (var (value, isRight) in Probes.Of(parameter["schema"]!.AsObject()))
                {
                    using var response = await Http.Send(
                        HttpMethod.Get, $"{operation.Path}?{name}={Uri.EscapeDataString(value)}");
                    Assert.That(
                        response.StatusCode, Is.EqualTo(isRight ? HttpStatusCode.OK : HttpStatusCode.BadRequest),
                        $"{operation.Name}?{name}={value}");
                    tried++;
                }
            }
        }

        Assert.That(tried, Is.GreaterThan(30));
    }

    [Test]
    public async Task Of_an_article_in_a_path_are_those_that_hold()
    {
        var longest = (int)operations.Single(operation => operation.Name == "PUT /stock/{sku}")
            .Parameters.Single()["schema"]!["maxLength"]!;

        using var right = await Http.Send(HttpMethod.Put, $"/stock/{new string('x', longest)}", """{"onHand":1}""");
        using var wrong = await Http.Send(HttpMethod.Put, $"/stock/{new string('x', longest + 1)}", """{"onHand":1}""");

        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await wrong.Errors(), Is.EqualTo(["sku"]));
    }

    [Test]
    public async Task Of_an_idempotency_key_are_those_that_hold()
    {
        var operation = operations.Single(operation => operation.Name == "POST /orders");
        var schema = operation.Parameters.Single(part => (string?)part["name"] == "Idempotency-Key")["schema"]!;
        var schemas = new DocumentedSchemas(operation.Document);
        var verdicts = new List<bool>();
        foreach (var key in new[]
        {
            "8e03978e-40d5-43dd-bc93-6894a57f9324", "\"quoted\"", "\"with \\\" and \\\\ in it\"".Replace(" ", "-"),
            new string('x', 255), new string('x', 256), $"\"{new string('x', 255)}\"", $"\"{new string('x', 256)}\"",
            "in two", "\"in two\"", "\"open", "\"\"", "\"a\"b", "\"a\\b\"", "a\"b", "a\\b",
        })
        {
            var isAllowed = !schemas.Faults(schema, key).Any();
            using var response = await Http.Send(
                HttpMethod.Post, "/orders", Requests.Order, ("Idempotency-Key", key));
            Assert.That(
                response.StatusCode, Is.EqualTo(isAllowed ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest), key);
            verdicts.Add(isAllowed);
        }

        Assert.That(verdicts.Count(isAllowed => isAllowed), Is.EqualTo(7));
    }
}
