using System.Net;

namespace Tests.Journey.Api;

/// <summary>Every problem is one by RFC 9457, and its type leads to a page that says what to do.</summary>
[Category("Integration")]
internal sealed class Problems
{
    private static HttpClient Http => Installation.Orders.Http;

    [TestCase("GET", "/nowhere", 404, "not-found")]
    [TestCase("DELETE", "/orders", 405, "method-not-allowed")]
    [TestCase("GET", "/orders/00000000-0000-0000-0000-000000000001", 404, "order-not-found")]
    [TestCase("GET", "/payments/00000000-0000-0000-0000-000000000001", 404, "payment-not-found")]
    [TestCase("GET", "/stock/NO-SUCH-ARTICLE", 404, "article-not-found")]
    [TestCase("POST", "/orders", 415, "media-type")]
    [TestCase("GET", "/orders?limit=0", 400, "validation")]
    [TestCase("PUT", "/stock/WIDGET", 415, "media-type")]
    public async Task Have_a_type_that_leads_to_a_page(string method, string path, int status, string slug)
    {
        using var response = await Http.Send(new HttpMethod(method), path, null, ("Accept", "text/html"));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        var problem = await response.Json();
        Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(problem.GetProperty("instance").GetString(), Is.EqualTo(path.Split('?')[0]));
        Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
        Assert.That(problem.GetProperty("detail").GetString(), Is.Not.Empty);
        Assert.That(problem.GetProperty("traceId").GetString(), Is.Not.Empty);
        var type = new Uri(problem.GetProperty("type").GetString()!);
        Assert.That(type.AbsolutePath, Is.EqualTo($"/problems/{slug}"));

        using var page = await Http.GetAsync(type);
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain(problem.GetProperty("title").GetString()));
    }

    [TestCase("\"tok_ok\"", "\"4111 1111 1111 1111\"", "paymentToken")]
    [TestCase("\"tok_ok\"", "\"5555-5555-5555-4444\"", "paymentToken")]
    [TestCase("\"tok_ok\"", "4111111111111111", "paymentToken")]
    [TestCase("\"EUR\"", "\"4111111111111111\"", "currency")]
    [TestCase("\"EUR\"", "\"EUR\",\"4111111111111111\":1", "…")]
    public async Task Show_no_card_number(string part, string instead, string member)
    {
        using var response = await Http.Send(
            HttpMethod.Post, "/orders", Requests.Order.Replace(part, instead, StringComparison.Ordinal));

        Assert.That(await response.Errors(), Is.EqualTo([member]));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("1111").And.Not.Contain("4444"));
    }

    [Test]
    public async Task Are_all_on_one_page()
    {
        var page = await Http.GetStringAsync(new Uri("/problems", UriKind.Relative));

        Assert.That(page, Does.Contain("/problems/idempotency-key-reused").And.Contain("/problems/more-is-reserved"));
        using var unknown = await Http.Send(HttpMethod.Get, "/problems/no-such");
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
