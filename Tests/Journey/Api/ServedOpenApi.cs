using System.Net;
using System.Text.Json.Nodes;
using Orders.Api;
using Orders.Hosting;

namespace Tests.Journey.Api;

/// <summary>What a running installation says of its routes.</summary>
[Category("Integration")]
internal sealed class ServedOpenApi
{
    private string folder;

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("orders-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task By_Orders_Api_is_what_is_committed_wherever_it_runs_and_however_often_it_is_asked_for()
    {
        // Given an Orders.Api for itself outside Development, whose settings are none of the defaults
        await using var app = ServiceHost.Build(
            [
                "--environment=Production", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}",
                "--Database:MigrateAtStart=true", "--Kafka:AllowEmbedded=true", "--Idempotency:KeepFor=00:10:00",
                "--Ops:Keys:0:Name=mary", "--Ops:Keys:0:Key=key-of-an-operator", "--Ops:Keys:0:Role=reader",
                "--Limits:RequestsPerSecond=1", "--Limits:Burst=1",
            ],
            builder => builder.AddOrdersApi(), routes => routes.MapOrders());
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        for (var time = 0; time < 10; time++)
        {
            using var response = await http.Send(
                HttpMethod.Get, "/openapi/v1.json", null, ("X-Api-Key", "key-of-an-operator"));

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(
                await response.Content.ReadAsStringAsync(), Is.EqualTo(Repository.Text("Orders.Api/openapi.json")));
        }

        await app.StopAsync();
    }

    [Test]
    public async Task By_all_services_together_is_the_same_and_that_of_the_workers_beside_it()
    {
        var served = await Installation.Orders.Http.ReadOpenApi();

        foreach (var (path, item) in Published.OpenApi["paths"]!.AsObject())
            Assert.That(JsonNode.DeepEquals(served["paths"]![path], item), path);
        Assert.That(
            served["paths"]!.AsObject().Select(path => path.Key).Except(
                Published.OpenApi["paths"]!.AsObject().Select(path => path.Key)),
            Is.EquivalentTo(["/payments/{orderId}", "/stock", "/stock/{sku}"]));
    }
}
