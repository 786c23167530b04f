using System.Text.Json.Nodes;
using Inventory.Worker;
using Microsoft.AspNetCore.Builder;
using Orders.Api;
using Orders.Hosting;
using Orders.Testing;
using Payments.Worker;

namespace Tests.Contracts;

/// <summary>
/// The OpenAPI document says of every route what one has to know, and nothing that is not so: of Orders.Api, of all
/// services together.
/// </summary>
[Category("Unit")]
[TestFixture("Orders.Api")]
[TestFixture("all services")]
internal sealed class RoutesInOpenApi(string service)
{
    private JsonObject document = [];
    private List<Operation> operations = [];

    [OneTimeSetUp]
    public async Task Generate()
    {
        var text = service switch
        {
            "all services" => OpenApi.Of(AddAll, MapAll),
            _ => OpenApi.OfOrdersApi(),
        };
        document = JsonNode.Parse(await text)!.AsObject();
        operations = [.. Operation.In(document)];
    }

    [Test]
    public void Are_there() => Assert.That(operations, Has.Count.GreaterThan(10));

    [Test]
    public void Have_a_name_of_their_own_and_are_said_in_words()
    {
        Assert.That(operations.Select(operation => (string?)operation.Json["operationId"]), Is.Unique);
        foreach (var operation in operations)
        {
            Assert.That((string?)operation.Json["operationId"], Is.Not.Null.And.Not.Empty, operation.Name);
            Assert.That((string?)operation.Json["summary"], Is.Not.Null.And.Not.Empty, operation.Name);
            Assert.That((string?)operation.Json["description"], Does.EndWith("."), operation.Name);
            Assert.That(operation.Json["tags"]!.AsArray(), Has.Count.EqualTo(1), operation.Name);
            Assert.That(
                operation.Parameters.Where(parameter =>
                    ((string?)parameter["description"])?.EndsWith('.') != true || parameter["example"] is null),
                Is.Empty, operation.Name);
            Assert.That(
                operation.Answers.Where(answer => string.IsNullOrEmpty((string?)answer.Answer["description"])),
                Is.Empty, operation.Name);
        }
    }

    [Test]
    public void Have_tags_that_are_explained_and_no_others() => Assert.That(
        document["tags"]!.AsArray().Where(tag => tag!["description"] is not null).Select(tag => (string?)tag!["name"]),
        Is.EquivalentTo(operations.Select(operation => (string?)operation.Json["tags"]![0]).Distinct()));

    [Test]
    public void Have_parameters_for_all_that_is_variable_in_their_paths() => Assert.That(
        operations.Select(operation => string.Join(' ', operation.Parameters
            .Where(parameter => (string?)parameter["in"] == "path").Select(parameter => $"{{{parameter["name"]}}}"))),
        Is.EqualTo(operations.Select(operation => string.Join(' ', operation.Path.Split('/')
            .Where(part => part.StartsWith('{'))))));

    [Test]
    public void Have_an_example_of_everything_that_is_sent_or_answered() => Assert.That(
        operations.SelectMany(operation => operation.Contents())
            .Where(content => content.Content["examples"]?.AsObject() is not { Count: > 0 })
            .Select(content => content.Where),
        Is.Empty);

    [Test]
    public void Have_examples_that_are_as_their_schemas_say()
    {
        var schemas = new DocumentedSchemas(document);
        foreach (var (where, content) in operations.SelectMany(operation => operation.Contents()))
        {
            foreach (var (name, example) in content["examples"]!.AsObject())
                Assert.That(schemas.Faults(content["schema"]!, example!["value"]), Is.Empty, $"{where}, {name}");
        }

        var valued = operations.SelectMany(operation => operation.Parameters)
            .Concat(operations.SelectMany(operation => operation.Answers)
                .SelectMany(answer => answer.Answer["headers"]?.AsObject() ?? [])
                .Select(header => header.Value!.AsObject()));
        foreach (var part in valued)
            Assert.That(schemas.Faults(part["schema"]!, part["example"]), Is.Empty, part.ToJsonString());
    }

    [Test]
    public void Say_who_may_where_not_everybody_may()
    {
        foreach (var operation in operations)
        {
            var statuses = operation.Answers.Select(answer => answer.Status).ToList();
            Assert.That(statuses.Contains(401), Is.EqualTo(operation.IsGuarded), operation.Name);
            Assert.That(statuses.Contains(403), Is.EqualTo(operation.IsGuarded), operation.Name);
            var roles = operation.Json["x-roles"]?.AsArray().Select(role => (string?)role).ToList() ?? [];
            Assert.That(roles, operation.IsGuarded ? Is.SubsetOf(Roles.All) : Is.Empty, operation.Name);
            if (operation.IsGuarded)
                Assert.That(
                    (string?)operation.Json["description"], Does.EndWith($"Roles: {string.Join(", ", roles)}."));
        }
    }

    [Test]
    public void Say_what_may_be_wrong_with_what_is_sent()
    {
        foreach (var operation in operations)
        {
            var statuses = operation.Answers.Select(answer => answer.Status).ToList();
            Assert.That(statuses.Contains(400), Is.EqualTo(operation.IsGuarded), operation.Name);
            Assert.That(
                statuses.Intersect([413, 415]).Count(), Is.EqualTo(operation.Body is null ? 0 : 2), operation.Name);
        }
    }

    /// <summary>The type of a problem is what programs go by.</summary>
    [Test]
    public void Say_each_problem_with_its_type_as_it_is_written()
    {
        foreach (var operation in operations)
        {
            foreach (var (status, answer) in operation.Answers.Where(answer => answer.Status >= 400))
            {
                if (answer["content"]!["application/problem+json"]?["examples"] is not JsonObject examples)
                    continue;
                foreach (var (name, example) in examples)
                {
                    var (where, problem) = ($"{operation.Name}, {status} {name}", example!["value"]!);
                    Assert.That((int?)problem["status"], Is.EqualTo(status), where);
                    Assert.That((string?)answer["description"], Does.Contain($"`{SlugOf(problem)}`: "), where);
                    Assert.That(name, Does.StartWith(SlugOf(problem)), where);
                }
            }
        }
    }

    [Test]
    public void Say_of_each_stream_which_events_come()
    {
        var streams = operations.SelectMany(operation => operation.Answers)
            .Select(answer => answer.Answer["content"]?["text/event-stream"]).OfType<JsonNode>().ToList();

        Assert.That(streams, Has.Count.EqualTo(2));
        foreach (var stream in streams)
        {
            var written = (string?)stream["examples"]!["events"]!["value"];
            var events = stream["x-events"]!.AsArray().Select(known => known!.AsObject()).ToList();
            Assert.That(
                events.Select(known => (string?)known["event"]), Is.SupersetOf(["order", "ping", "resync"]));
            foreach (var known in events)
            {
                Assert.That((string?)known["description"], Does.EndWith("."));
                Assert.That(written, Does.Contain($"event: {known["event"]}\n"));
                Assert.That(new DocumentedSchemas(document).Faults(known["data"]!, known["example"]), Is.Empty);
            }

            var item = events.Single(known => known.ContainsKey("id"));
            Assert.That((string?)item["event"], Is.EqualTo("order"));
            Assert.That((string?)item["id"], Does.EndWith("."));
        }
    }

    [Test]
    public void Take_no_member_that_is_not_known()
    {
        var sent = operations.Where(operation => operation.Body is not null)
            .SelectMany(operation => Reachable((string)operation.Body!["schema"]!["$ref"]!)).Distinct();

        Assert.That(sent.Where(name => (bool?)Schema(name)["additionalProperties"] != false), Is.Empty);
    }

    [Test]
    public void Answer_with_every_member_whether_it_has_a_value_or_not()
    {
        var answered = operations.SelectMany(operation => operation.Answers)
            .Select(answer => (string?)answer.Answer["content"]?["application/json"]?["schema"]!["$ref"])
            .OfType<string>().SelectMany(Reachable).Distinct();

        foreach (var schema in answered.Select(Schema))
            Assert.That(
                schema["required"]?.AsArray().Select(name => (string?)name),
                Is.EquivalentTo(schema["properties"]!.AsObject().Select(member => member.Key)));
    }

    [Test]
    public void Say_of_every_member_what_it_is() => Assert.That(
        from schema in document["components"]!["schemas"]!.AsObject()
        from part in schema.Value!["properties"]!.AsObject().Append(schema)
        where ((string?)part.Value!["description"])?.EndsWith('.') != true
        select $"{schema.Key}.{part.Key}",
        Is.Empty);

    [Test]
    public void Refer_to_what_is_there_and_leave_nothing_unused()
    {
        var references = Operation.References(document).Distinct().ToList();
        var components = from kind in document["components"]!.AsObject()
                         where kind.Key != "securitySchemes"
                         from component in kind.Value!.AsObject()
                         select $"#/components/{kind.Key}/{component.Key}";

        Assert.That(references.Where(reference => Operation.Find(document, reference) is null), Is.Empty);
        Assert.That(components.Except(references), Is.Empty);
    }

    /// <summary>It is the same wherever it is served, and of the version that is agreed upon.</summary>
    [Test]
    public void Are_described_without_a_place_and_under_one_version()
    {
        Assert.That((string?)document["openapi"], Does.StartWith("3.1."));
        Assert.That((string?)document["info"]!["version"], Is.EqualTo("1"));
        Assert.That(document["servers"]!.ToJsonString(), Is.EqualTo("""[{"url":"/"}]"""));
        Assert.That(
            document["components"]!["securitySchemes"]!["ApiKey"]!.ToJsonString(),
            Does.Contain("\"apiKey\"").And.Contain("\"X-Api-Key\""));
    }

    private static void AddAll(WebApplicationBuilder builder)
    {
        builder.AddOrdersApi();
        builder.AddPaymentsWorker();
        builder.AddInventoryWorker();
    }

    private static void MapAll(WebApplication app)
    {
        app.MapOrders();
        app.MapPayments();
        app.MapStock();
    }

    private static string SlugOf(JsonNode problem) => ((string)problem["type"]!).Split('/')[^1];

    private JsonObject Schema(string reference) => Operation.Find(document, reference)!.AsObject();

    /// <summary>A schema and those that it refers to.</summary>
    private IEnumerable<string> Reachable(string reference) =>
        Operation.References(Schema(reference)).SelectMany(Reachable).Prepend(reference);
}
