using System.Net;
using System.Text;
using Tests.Journey.Api;

namespace Tests.Journey;

/// <summary>What is wrong with an order is said by the member's name, and no order is made.</summary>
[Category("Integration")]
internal sealed class BadOrders
{
    private const string Right = Requests.Order;
    private const string Lines = "[{\"sku\":\"WIDGET\",\"quantity\":2,\"unitPriceMinor\":1250}]";
    private long ordersBefore;

    private static HttpClient Http => Installation.Orders.Http;

    [SetUp]
    public async Task Count() => ordersBefore = await NewestOrder();

    [TearDown]
    public async Task No_order_was_made() => Assert.That(await NewestOrder(), Is.EqualTo(ordersBefore));

    // Missing, null, of the wrong type
    [TestCase("\"customerId\":\"c-42\",", "", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":null", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":7", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":[\"c-42\"]", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":{}", "customerId")]
    [TestCase("\"customerId\":\"c-42\"", "\"customerId\":true", "customerId")]
    [TestCase("\"currency\":\"EUR\",", "", "currency")]
    [TestCase("\"EUR\"", "978", "currency")]
    [TestCase("\"paymentToken\":\"tok_ok\",", "", "paymentToken")]
    [TestCase("\"tok_ok\"", "false", "paymentToken")]
    [TestCase("\"quantity\":2", "\"quantity\":\"2\"", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":2.5", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":null", "lines[0].quantity")]
    [TestCase("\"quantity\":2,", "", "lines[0].quantity")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":12.5", "lines[0].unitPriceMinor")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":\"1250\"", "lines[0].unitPriceMinor")]
    [TestCase("\"sku\":\"WIDGET\",", "", "lines[0].sku")]
    [TestCase("\"WIDGET\"", "12", "lines[0].sku")]
    [TestCase("\"lines\":[{", "\"lines\":[null,{", "lines[0]")]
    [TestCase("\"lines\":[{", "\"lines\":[7,{", "lines[0]")]
    [TestCase("\"lines\":[{", "\"lines\":[[],{", "lines[0]")]
    [TestCase(Lines, "[]", "lines")]
    [TestCase(Lines, "{}", "lines")]
    [TestCase(Lines, "\"WIDGET\"", "lines")]
    [TestCase(Lines, "null", "lines")]

    // Beyond a limit
    [TestCase("\"c-42\"", "\"\"", "customerId")]
    [TestCase("\"c-42\"", "\"  \"", "customerId")]
    [TestCase("\"c-42\"", "\"a\\tb\"", "customerId")]
    [TestCase("\"c-42\"", "\"a\\u0000b\"", "customerId")]
    [TestCase("\"c-42\"", "\"a\\u007fb\"", "customerId")]
    [TestCase("\"c-42\"", "\"\\ud800\"", "customerId")]
    [TestCase("\"EUR\"", "\"eur\"", "currency")]
    [TestCase("\"EUR\"", "\"EURO\"", "currency")]
    [TestCase("\"EUR\"", "\"ÄÖÜ\"", "currency")]
    [TestCase("\"EUR\"", "\"\"", "currency")]
    [TestCase("\"tok_ok\"", "\"   \"", "paymentToken")]
    [TestCase("\"tok_ok\"", "\"4111111111111111\"", "paymentToken")]
    [TestCase("\"tok_ok\"", "\"pay with 4111 1111 1111 1111 please\"", "paymentToken")]
    [TestCase("\"c-42\"", "\"4111111111111111\"", "customerId")]
    [TestCase("\"c-42\"", "\"c-3782 822463 10005\"", "customerId")]
    [TestCase("\"quantity\":2", "\"quantity\":0", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":-1", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":10001", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":99999999999999999999", "lines[0].quantity")]
    [TestCase("\"quantity\":2", "\"quantity\":1e400", "lines[0].quantity")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":0", "lines[0].unitPriceMinor")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":-1", "lines[0].unitPriceMinor")]
    [TestCase("\"unitPriceMinor\":1250", "\"unitPriceMinor\":100000001", "lines[0].unitPriceMinor")]
    [TestCase("\"WIDGET\"", "\"\"", "lines[0].sku")]
    [TestCase("\"WIDGET\"", "\"WID\\nGET\"", "lines[0].sku")]

    // Unknown, foreign, twice
    [TestCase("}]}", "}],\"total\":1}", "total")]
    [TestCase("}]}", "}],\"status\":\"confirmed\"}", "status")]
    [TestCase("}]}", "}],\"id\":\"00000000-0000-0000-0000-000000000001\"}", "id")]
    [TestCase("}]}", "}],\"CustomerId\":\"c-42\"}", "CustomerId")]
    [TestCase("}]}", "}],\"__proto__\":{}}", "__proto__")]
    [TestCase("}]}", "}],\"$type\":\"System.Object\"}", "$type")]
    [TestCase("\"quantity\":2", "\"quantity\":2,\"price\":1", "lines[0].price")]
    [TestCase("\"quantity\":2", "\"quantity\":2,\"quantity\":3", "lines[0].quantity")]
    [TestCase("\"currency\":\"EUR\"", "\"currency\":\"EUR\",\"currency\":\"USD\"", "currency")]
    [TestCase("}]}", "},{\"sku\":\"WIDGET\",\"quantity\":1,\"unitPriceMinor\":1}]}", "lines[1].sku")]
    public async Task A_wrong_member_is_named(string part, string instead, string member)
    {
        var body = Right.Replace(part, instead, StringComparison.Ordinal);
        Assert.That(body, Is.Not.EqualTo(Right), "the part is there");

        using var response = await Http.PostText("/orders", body);

        await response.IsProblem(HttpStatusCode.BadRequest, member);
    }

    [TestCase("customerId", "c-42", 65)]
    [TestCase("paymentToken", "tok_ok", 129)]
    [TestCase("lines[0].sku", "WIDGET", 65)]
    public async Task A_text_that_is_too_long_is_named(string member, string value, int length)
    {
        using var response = await Http.PostText(
            "/orders", Right.Replace(value, new string('x', length), StringComparison.Ordinal));

        await response.IsProblem(HttpStatusCode.BadRequest, member);
    }

    [Test]
    public async Task More_lines_than_a_hundred_are_refused()
    {
        var lines = Enumerable.Range(0, 101).Select(number =>
            $$"""{"sku":"S{{number}}","quantity":1,"unitPriceMinor":1}""");

        using var response = await Http.PostText(
            "/orders", Right.Replace(Lines, $"[{string.Join(',', lines)}]", StringComparison.Ordinal));

        await response.IsProblem(HttpStatusCode.BadRequest, "lines");
    }

    [Test]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        using var response = await Http.PostText(
            "/orders",
            """
            {"customerId":"","currency":"x","paymentToken":null,"other":1,"other2":{},
             "lines":[{"sku":"","quantity":"0","colour":"red"},7]}
            """);

        await response.IsProblem(
            HttpStatusCode.BadRequest, "customerId", "currency", "paymentToken", "other", "other2",
            "lines[0].sku", "lines[0].quantity", "lines[0].colour", "lines[0].unitPriceMinor", "lines[1]");
    }

    // Broken
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("{")]
    [TestCase("{\"customerId\":")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("7")]
    [TestCase("\"order\"")]
    [TestCase("{'customerId':'c-42'}")]
    [TestCase("{\"customerId\":\"c-42\",}")]
    [TestCase("{\"a\":1} {\"b\":2}")]
    [TestCase("<order/>")]
    [TestCase("customerId=c-42")]
    [TestCase("{\"\\ud800\":1}")]
    [TestCase("{\"customerId\":NaN}")]
    [TestCase("// an order\n{}")]
    public async Task What_is_no_order_is_refused(string body)
    {
        using var response = await Http.PostText("/orders", body);

        await response.IsProblem(HttpStatusCode.BadRequest, body.Length == 0 || body[0] != '{' ? ["body"] : []);
    }

    [TestCase(17)]
    [TestCase(1_000)]
    [TestCase(50_000)]
    public async Task What_is_too_deep_is_refused(int depth)
    {
        using var response = await Http.PostText(
            "/orders",
            $$"""{"customerId":{{new string('[', depth)}}{{new string(']', depth)}}}""");

        await response.IsProblem(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Right);
        bytes[Right.IndexOf("c-42", StringComparison.Ordinal)] = 0xff;
        using var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using var response = await Http.PostAsync(new Uri("/orders", UriKind.Relative), content);

        await response.IsProblem(HttpStatusCode.BadRequest);
    }

    /// <summary>Which order was accepted last tells whether another one was.</summary>
    private static async Task<long> NewestOrder()
    {
        var newest = await Installation.Orders.Get("/orders?limit=1");
        return newest.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("createdAt").GetDateTime().Ticks)
            .FirstOrDefault();
    }
}
