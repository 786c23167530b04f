using System.Net;
using Tests.Journey.Api;

namespace Tests.Journey;

/// <summary>What no route can make anything of is refused with the right status, and its name.</summary>
[Category("Integration")]
internal sealed class BadRequests
{
    private static HttpClient Http => Installation.Orders.Http;

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("nonsense")]
    [TestCase("")]
    public async Task Another_media_type_is_refused(string mediaType)
    {
        using var response = await Http.PostText("/orders", Requests.Order, mediaType);

        await response.IsProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var response = await Http.PostText(
            "/orders", Requests.Order.Replace("c-42", new string('x', 300_000), StringComparison.Ordinal));

        await response.IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [TestCase("DELETE", "/orders")]
    [TestCase("PUT", "/orders")]
    [TestCase("PATCH", "/orders/00000000-0000-0000-0000-000000000001")]
    [TestCase("DELETE", "/orders/00000000-0000-0000-0000-000000000001")]
    [TestCase("POST", "/orders/00000000-0000-0000-0000-000000000001/saga")]
    [TestCase("GET", "/orders/00000000-0000-0000-0000-000000000001/cancel")]
    [TestCase("POST", "/saga/definition")]
    [TestCase("DELETE", "/ops/audit")]
    [TestCase("DELETE", "/stock/WIDGET")]
    public async Task Another_method_is_refused(string method, string path)
    {
        using var response = await Http.Send(new HttpMethod(method), path);

        await response.IsProblem(HttpStatusCode.MethodNotAllowed);
    }

    [TestCase("/orders/nonsense")]
    [TestCase("/orders/7")]
    [TestCase("/orders/00000000-0000-0000-0000-00000000000g")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001/saga")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001/history")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001/nothing")]
    [TestCase("/orders/..%2F..%2Fetc")]
    [TestCase("/payments/00000000-0000-0000-0000-000000000001")]
    [TestCase("/payments/nonsense")]
    [TestCase("/stock/NO-SUCH-ARTICLE")]
    [TestCase("/ops/dead-letters/00000000-0000-0000-0000-000000000001")]
    [TestCase("/ops/dead-letters/nonsense")]
    [TestCase("/no/such/route")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));

        await response.IsProblem(HttpStatusCode.NotFound);
    }

    [TestCase("cursor=x")]
    [TestCase("cursor=AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("cursor=%00")]
    [TestCase("cursor=")]
    [TestCase("cursor=a&cursor=b")]
    [TestCase("limit=1000000000000000000000")]
    [TestCase("limit=%2B5")]
    [TestCase("limit=5.0")]
    [TestCase("state=Lost")]
    [TestCase("createdAfter=0001-01-01T00:00:00")]
    [TestCase("offset=5")]
    public async Task A_list_that_is_not_asked_for_rightly_is_not_shown(string query)
    {
        using var response = await Http.GetAsync(new Uri($"/orders?{query}", UriKind.Relative));

        await response.IsProblem(HttpStatusCode.BadRequest, query.Split('=')[0]);
    }

    [TestCase("{\"reason\":7}", "reason")]
    [TestCase("{\"reason\":\"\"}", "reason")]
    [TestCase("{\"reason\":\"a\\u0007b\"}", "reason")]
    [TestCase("{\"reason\":\"my card 5555555555554444\"}", "reason")]
    [TestCase("{\"reasons\":\"late\"}", "reasons")]
    [TestCase("[]", "body")]
    public async Task A_cancellation_that_is_wrong_is_refused(string body, string member)
    {
        using var response = await Http.Send(HttpMethod.Post, $"/orders/{Guid.NewGuid()}/cancel", body);

        await response.IsProblem(HttpStatusCode.BadRequest, member);
    }
}
