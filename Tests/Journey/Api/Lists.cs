using System.Net;
using System.Text.Json;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>Lists of orders: pages that stay right while orders arrive.</summary>
[Category("Integration")]
internal sealed class Lists
{
    private OrdersInProcess orders;

    private HttpClient Http => orders.Client.Http;

    [OneTimeSetUp]
    public async Task Start() => orders = await OrdersInProcess.Start();

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task Every_order_of_a_customer_is_on_one_page_while_others_arrive()
    {
        var customer = $"c-{Guid.NewGuid():N}";
        var ids = new List<Guid>();
        for (var number = 0; number < 7; number++)
            ids.Add(await Submit(customer));

        var (seen, path) = (new List<Guid>(), $"/orders?customerId={customer}&limit=3");
        while (path is not null)
        {
            var page = await orders.Client.Get(path);
            seen.AddRange(IdsOf(page));
            path = page.GetProperty("next").GetString();
            await Submit(customer);
        }

        ids.Reverse();
        Assert.That(seen, Is.EqualTo(ids), "the newest first, and those that arrive later on no later page");
    }

    [Test]
    public async Task Filters_let_through_what_they_name()
    {
        var customer = $"c-{Guid.NewGuid():N}";
        var confirmed = await Submit(customer);
        var declined = await Submit(customer, "tok_declined");
        await orders.Client.WaitForStatus(confirmed, "confirmed");
        var cancelled = await orders.Client.WaitForStatus(declined, "cancelled");
        var time = cancelled.GetProperty("createdAt").GetString();

        Assert.That(await List($"customerId={customer}"), Is.EqualTo([declined, confirmed]));
        Assert.That(await List($"customerId={customer}&status=confirmed"), Is.EqualTo([confirmed]));
        Assert.That(
            await List($"customerId={customer}&status=confirmed&status=cancelled"), Is.EqualTo([declined, confirmed]));
        Assert.That(await List($"customerId={customer}&status=processing"), Is.Empty);
        Assert.That(await List($"customerId={customer}&createdBefore={time}"), Is.EqualTo([confirmed]));
        Assert.That(await List($"customerId={customer}&createdAfter={time}"), Is.Empty);
        Assert.That(
            await List($"customerId={customer}&createdAfter=2020-01-01T00:00:00%2B02:00"), Has.Count.EqualTo(2));
        Assert.That(await List($"customerId={customer[..^1]}"), Is.Empty);
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("limit=abc", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("limit=", "limit")]
    [TestCase("limit=1&limit=2", "limit")]
    [TestCase("status=lost", "status")]
    [TestCase("status=confirmed&status=", "status")]
    [TestCase("customerId=", "customerId")]
    [TestCase("createdAfter=yesterday", "createdAfter")]
    [TestCase("createdAfter=2026-01-01", "createdAfter")]
    [TestCase("createdBefore=2026-01-01T00:00:00", "createdBefore")]
    [TestCase("cursor=nonsense", "cursor")]
    [TestCase("cursor=", "cursor")]
    [TestCase("cursor=AAAAAAAAAAAAAAAA", "cursor")]
    [TestCase("custmerId=c-42", "custmerId")]
    public async Task A_wrong_parameter_is_named(string query, string name)
    {
        using var response = await Http.Send(HttpMethod.Get, $"/orders?{query}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Errors(), Is.EqualTo([name]));
    }

    [Test]
    public async Task A_cursor_belongs_to_its_filters()
    {
        var customer = $"c-{Guid.NewGuid():N}";
        await Submit(customer);
        await Submit(customer);
        var next = (await orders.Client.Get($"/orders?customerId={customer}&limit=1")).GetProperty("next").GetString()!;

        using var response = await Http.Send(
            HttpMethod.Get, next.Replace(customer, "c-42", StringComparison.Ordinal));

        Assert.That(await response.Errors(), Is.EqualTo(["cursor"]));
    }

    private async Task<Guid> Submit(string customer, string token = "tok_ok")
    {
        using var response = await Http.Send(
            HttpMethod.Post, "/orders",
            Requests.Order.Replace("c-42", customer, StringComparison.Ordinal)
                .Replace("tok_ok", token, StringComparison.Ordinal));
        return await response.IdOf();
    }

    private async Task<List<Guid>> List(string query) => IdsOf(await orders.Client.Get($"/orders?{query}"));

    private static List<Guid> IdsOf(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
