using System.Net;
using Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Journey.Api;

/// <summary>Whoever builds on the messages finds at the installation itself what describes them.</summary>
[Category("Integration")]
internal sealed class Documents
{
    private static HttpClient Http => Installation.Orders.Http;

    [Test]
    public async Task Say_which_topics_and_messages_there_are()
    {
        using var response = await Http.Send(HttpMethod.Get, "/asyncapi.yaml");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/yaml"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Repository.Text("Contracts/asyncapi.yaml")));
    }

    [Test]
    public async Task Have_a_schema_of_every_message()
    {
        foreach (var contract in Catalogue.All)
        {
            using var response = await Http.Send(HttpMethod.Get, $"/schemas/{contract.Name}.json");

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), contract.Name);
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/schema+json"));
            var schema = await response.Json();
            Assert.That(schema.GetProperty("title").GetString(), Is.EqualTo(contract.Type.Name));
        }
    }

    [TestCase("orders.no_such_message.v1")]
    [TestCase("orders.order_created.v9")]
    [TestCase("orders.order_created")]
    [TestCase("released")]
    public async Task Know_no_other_message(string type)
    {
        using var response = await Http.Send(HttpMethod.Get, $"/schemas/{type}.json");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var problem = await response.Json();
        Assert.That(problem.GetProperty("type").GetString(), Does.EndWith("/problems/not-found"));
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain($"'{type}'"));
    }

    /// <summary>Who reads stands in the services' wiring, and nothing else ties the document to it.</summary>
    [Test]
    public void Name_the_groups_that_read() => Assert.That(
        Published.AsyncApi["operations"]!.AsObject()
            .Where(operation => (string?)operation.Value!["action"] == "receive")
            .Select(operation => operation.Key),
        Is.EquivalentTo(Installation.Services.GetRequiredService<IKafkaRider>().Endpoints
            .Select(endpoint => $"{endpoint.Group}.receives.{endpoint.Topic}")));
}
