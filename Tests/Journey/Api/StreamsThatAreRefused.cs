using System.Net;

namespace Tests.Journey.Api;

/// <summary>What cannot be followed, or not from there, is said before a stream begins.</summary>
[Category("Integration")]
internal sealed class StreamsThatAreRefused
{
    private static HttpClient Http => Installation.Orders.Http;

    [Test]
    public async Task Name_a_last_event_id_that_is_none(
        [Values("", "x", "-1", "1.5", "0x1", " ", "99999999999999999999", "9223372036854775807")] string lastEventId)
    {
        var id = await Installation.Orders.Submit();
        foreach (var path in new[] { "/orders/stream", $"/orders/{id}/stream" })
        {
            using var response = await Http.Send(HttpMethod.Get, path, null, ("Last-Event-ID", lastEventId));

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), path);
            Assert.That(await response.Errors(), Is.EqualTo(["Last-Event-ID"]), path);
        }
    }

    [Test]
    public async Task Name_a_version_that_the_order_does_not_have()
    {
        var id = await Installation.Orders.Submit();
        var order = await Installation.Orders.WaitForStatus(id, "confirmed");
        var version = order.GetProperty("version").GetInt64();

        using var response = await Http.Send(
            HttpMethod.Get, $"/orders/{id}/stream", null, ("Last-Event-ID", $"{version + 1}"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await response.Json()).GetProperty("detail").GetString(), Is.EqualTo(
            $"Last-Event-ID must be the id of an event that was sent; the newest here is {version}."));
    }

    [TestCase("/orders/stream?status=confirmed", "status")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001/stream?lastEventId=1", "lastEventId")]
    public async Task Name_a_parameter_that_is_not_known(string path, string name)
    {
        using var response = await Http.Send(HttpMethod.Get, path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Errors(), Is.EqualTo([name]));
    }

    [Test]
    public async Task Belong_to_no_order()
    {
        using var response = await Http.Send(HttpMethod.Get, $"/orders/{Guid.NewGuid()}/stream");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            (await response.Json()).GetProperty("type").GetString(), Does.EndWith("/problems/order-not-found"));
    }
}
