using System.Net;

namespace Tests.Journey.Api;

/// <summary>What a client knows of an order's version saves it an answer, or keeps it from a mistake.</summary>
[Category("Integration")]
internal sealed class Conditions
{
    private static HttpClient Http => Installation.Orders.Http;

    [Test]
    public async Task An_order_that_is_as_it_was_is_not_sent_again()
    {
        var id = await Confirmed();
        using var full = await Http.Send(HttpMethod.Get, $"/orders/{id}");
        var tag = full.Headers.ETag!.ToString();

        Assert.That(tag, Is.EqualTo($"\"{(await full.Json()).GetProperty("version").GetInt64()}\""));
        Assert.That(await StatusOf("If-None-Match", tag), Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await StatusOf("If-None-Match", "W/" + tag), Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await StatusOf("If-None-Match", $"\"x\", {tag}"), Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await StatusOf("If-None-Match", "*"), Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await StatusOf("If-None-Match", "\"1\""), Is.EqualTo(HttpStatusCode.OK));

        async Task<HttpStatusCode> StatusOf(string name, string value)
        {
            using var response = await Http.Send(HttpMethod.Get, $"/orders/{id}", null, (name, value));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo(tag));
            return response.StatusCode;
        }
    }

    [Test]
    public async Task A_cancellation_that_belongs_to_another_version_is_refused()
    {
        var id = await Installation.Orders.Submit("tok_slow_5s");
        var saga = await Installation.Orders.WaitForState(id, "AwaitingPayment");
        var version = (await Installation.Orders.Order(id)).GetProperty("version").GetInt64();

        using var stale = await Cancel("\"1\"");
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed), saga.GetRawText());
        Assert.That((await stale.Json()).GetProperty("version").GetInt64(), Is.EqualTo(version));
        using var weak = await Cancel($"W/\"{version}\"");
        Assert.That(weak.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        using var wrong = await Cancel("7");
        Assert.That(await wrong.Errors(), Is.EqualTo(["If-Match"]));
        Assert.That(
            (await Installation.Orders.Order(id)).GetProperty("cancellation").GetString(), Is.Null);

        using var right = await Cancel($"\"1\", \"{version}\"");
        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await Installation.Orders.WaitForStatus(id, "cancelled");

        Task<HttpResponseMessage> Cancel(string versions) =>
            Http.Send(HttpMethod.Post, $"/orders/{id}/cancel", null, ("If-Match", versions));
    }

    private static async Task<Guid> Confirmed()
    {
        var id = await Installation.Orders.Submit();
        await Installation.Orders.WaitForStatus(id, "confirmed");
        return id;
    }
}
