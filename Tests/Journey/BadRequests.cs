using System.Net;
using System.Text;
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
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/json; charset=latin1")]
    [TestCase("")]
    public async Task Another_media_type_is_refused(string mediaType)
    {
        using var response = await Http.PostText("/orders", Requests.Order, mediaType);

        await response.IsProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task A_body_that_is_packed_is_refused()
    {
        using var content = new StringContent(Requests.Order, Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var packed = await Http.PostAsync(new Uri("/orders", UriKind.Relative), content);

        await packed.IsProblem(HttpStatusCode.UnsupportedMediaType);
    }

    /// <summary>Who asks for a dry run where there is none would have it done.</summary>
    [TestCase("POST", "/orders?dryRun=true", "dryRun")]
    [TestCase("POST", "/orders/00000000-0000-0000-0000-000000000001/cancel?dryRun=true", "dryRun")]
    [TestCase("POST", "/ops/orders/00000000-0000-0000-0000-000000000001/actions?dryRun=true", "dryRun")]
    [TestCase("POST", "/ops/dead-letters/discard?dryRun=true", "dryRun")]
    [TestCase("PUT", "/stock/UNSET?dryRun=true", "dryRun")]
    [TestCase("GET", "/orders/00000000-0000-0000-0000-000000000001?a=1", "a")]
    [TestCase("GET", "/stock?sku=WIDGET", "sku")]
    [TestCase("GET", "/saga/definition?a", "a")]
    public async Task A_parameter_where_there_is_none_is_refused_and_nothing_is_done(
        string method, string path, string name)
    {
        var before = await Installation.Orders.Get("/orders?limit=1");

        using var response = await Http.Send(new HttpMethod(method), path, method == "GET" ? null : Requests.Order);

        await response.IsProblem(HttpStatusCode.BadRequest, name);
        Assert.That(
            (await Installation.Orders.Get("/orders?limit=1")).GetRawText(), Is.EqualTo(before.GetRawText()));
        using var article = await Http.Send(HttpMethod.Get, "/stock/UNSET");
        Assert.That(article.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Thousands_of_mistakes_are_not_answered_with_more_than_was_sent()
    {
        var body = $"{{{string.Join(',', Enumerable.Range(0, 15_000).Select(number => $"\"x{number}\":1"))}}}";

        using var response = await Http.PostText("/orders", body);

        await response.IsProblem(HttpStatusCode.BadRequest);
        Assert.That((await response.Content.ReadAsStringAsync()).Length, Is.LessThan(100_000));
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
    [TestCase("customerId=%00")]
    [TestCase("customerId=a%00b")]
    [TestCase("limit=5.0")]
    [TestCase("state=Lost")]
    [TestCase("createdAfter=0001-01-01T00:00:00")]
    [TestCase("offset=5")]
    public async Task A_list_that_is_not_asked_for_rightly_is_not_shown(string query)
    {
        using var response = await Http.GetAsync(new Uri($"/orders?{query}", UriKind.Relative));

        await response.IsProblem(HttpStatusCode.BadRequest, query.Split('=')[0]);
    }

    [TestCase("reason=poison", "reason")]
    [TestCase("group=nobody", "group")]
    [TestCase("status=lost", "status")]
    [TestCase("orderId=7", "orderId")]
    [TestCase("failedAfter=today", "failedAfter")]
    [TestCase("type=%00", "type")]
    [TestCase("exceptionType=a%00b", "exceptionType")]
    [TestCase("limit=0", "limit")]
    [TestCase("cursor=7", "cursor")]
    [TestCase("colour=red", "colour")]
    public async Task Dead_letters_are_not_listed_where_a_filter_is_mistyped(string query, string name)
    {
        using var response = await Http.Send(HttpMethod.Get, $"/ops/dead-letters?{query}");

        await response.IsProblem(HttpStatusCode.BadRequest, name);
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
