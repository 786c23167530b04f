using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tests.Journey;

/// <summary>What is wrong is said by the member's name, and no order is made.</summary>
[Category("Integration")]
public sealed class BadRequests
{
    private const string Right =
        """{"customerId":"c-42","currency":"EUR","paymentToken":"tok_ok","lines":"""
        + """[{"sku":"WIDGET","quantity":2,"unitPriceMinor":1250}]}""";

    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":\"\"", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":\"a\\tb\"", "customerId")]
    [TestCase("\"customerId\":\"c-42\",", "", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":7", "customerId")]
    [TestCase("\"EUR\"", "\"eur\"", "currency")]
    [TestCase("\"EUR\"", "\"EURO\"", "currency")]
    [TestCase("\"tok_ok\"", "\"   \"", "paymentToken")]
    [TestCase("\"quantity\":2", "\"quantity\":0", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":10001", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":\"2\"", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":2.5", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":99999999999999999999", "lines[0].quantity")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":100000001", "lines[0].unitPriceMinor")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":-1", "lines[0].unitPriceMinor")]
    [TestCase("\"sku\":\"WIDGET\",", "", "lines[0].sku")]
    [TestCase("\"lines\":[{", "\"lines\":[null,{", "lines[0]")]
    [TestCase("}]}", "}],\"total\":1}", "total")]
    [TestCase("\"currency\":\"EUR\"", "\"currency\":\"EUR\",\"currency\":\"USD\"", "currency")]
    [TestCase("[{\"sku\":\"WIDGET\",\"quantity\":2,\"unitPriceMinor\":1250}]", "[]", "lines")]
    public async Task A_wrong_member_is_named(string part, string instead, string member)
    {
        using var response = await Post(Right.Replace(part, instead, StringComparison.Ordinal));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name),
            Does.Contain(member),
            problem.GetRawText());
    }

    [Test]
    public async Task A_sku_twice_is_refused()
    {
        using var response = await Post(Right.Replace(
            "}]}", "},{\"sku\":\"WIDGET\",\"quantity\":1,\"unitPriceMinor\":1}]}", StringComparison.Ordinal));

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(problem.GetProperty("errors").TryGetProperty("lines[1].sku", out _), problem.GetRawText());
    }

    [Test]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        using var response = await Post(
            """{"customerId":"","currency":"x","paymentToken":null,"lines":[{"sku":"","quantity":0}]}""");

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name),
            Is.EquivalentTo(new[]
            {
                "customerId", "currency", "paymentToken",
                "lines[0].sku", "lines[0].quantity", "lines[0].unitPriceMinor",
            }));
    }

    [TestCase("", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("{", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("null", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("[]", "application/json", HttpStatusCode.BadRequest)]
    [TestCase(Right, "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_not_an_order_is_refused(string body, string mediaType, HttpStatusCode expected)
    {
        using var response = await Post(body, mediaType);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var response = await Post(Right.Replace("c-42", new string('x', 300_000), StringComparison.Ordinal));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCase("/orders/nonsense")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001/saga")]
    [TestCase("/orders/00000000-0000-0000-0000-000000000001/history")]
    [TestCase("/payments/00000000-0000-0000-0000-000000000001")]
    [TestCase("/payments/nonsense")]
    [TestCase("/stock/NO-SUCH-ARTICLE")]
    [TestCase("/no/such/route")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var response = await Installation.Orders.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    private static async Task<HttpResponseMessage> Post(string body, string mediaType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        return await Installation.Orders.Http.PostAsync(new Uri("/orders", UriKind.Relative), content);
    }
}
