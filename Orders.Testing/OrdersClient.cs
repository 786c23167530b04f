using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orders.Testing;

/// <summary>Talks to an installation over HTTP, as a shop does, and waits for what it wants to see.</summary>
/// <param name="http">A client with the installation's base address.</param>
public sealed class OrdersClient(HttpClient http)
{
    /// <summary>
    /// How long <see cref="WaitFor"/> waits. Default 3 minutes: nothing takes that long, except on a busy machine, and
    /// it is waited for in full only where a test fails.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The plain client beneath.</summary>
    public HttpClient Http => http;

    /// <summary>Submits an order of one line.</summary>
    /// <exception cref="HttpRequestException">It was not accepted.</exception>
    public Task<Guid> Submit(
        string token = "tok_ok", string sku = "WIDGET", int quantity = 1, long unitPriceMinor = 1250) =>
        Submit(token, (sku, quantity, unitPriceMinor));

    /// <summary>Submits an order.</summary>
    /// <exception cref="HttpRequestException">It was not accepted.</exception>
    public async Task<Guid> Submit(string token, params (string Sku, int Quantity, long UnitPriceMinor)[] lines)
    {
        using var response = await http.PostAsJsonAsync("/orders", new
        {
            customerId = "c-42",
            currency = "EUR",
            paymentToken = token,
            lines = lines.Select(line => new
            {
                sku = line.Sku,
                quantity = line.Quantity,
                unitPriceMinor = line.UnitPriceMinor,
            }),
        }).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Accepted)
            throw new HttpRequestException(
                $"The order was answered {(int)response.StatusCode}: "
                + await response.Content.ReadAsStringAsync().ConfigureAwait(false),
                null, response.StatusCode);
        var accepted = await response.Content.ReadFromJsonAsync<JsonElement>().ConfigureAwait(false);
        return accepted.GetProperty("id").GetGuid();
    }

    /// <summary>What a path answers, as JSON.</summary>
    public Task<JsonElement> Get(string path) => http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>All orders, the newest first, as many at a time as the list has on a page.</summary>
    public async IAsyncEnumerable<JsonElement> Orders()
    {
        for (string? path = "/orders?limit=200"; path is not null;)
        {
            var page = await Get(path).ConfigureAwait(false);
            foreach (var order in page.GetProperty("items").EnumerateArray())
                yield return order;
            path = page.GetProperty("next").GetString();
        }
    }

    /// <summary>The order as its customer sees it.</summary>
    public Task<JsonElement> Order(Guid id) => Get($"/orders/{id}");

    /// <summary>Where the process stands.</summary>
    public Task<JsonElement> Saga(Guid id) => Get($"/orders/{id}/saga");

    /// <summary>What happened to the order.</summary>
    public async Task<IReadOnlyList<JsonElement>> History(Guid id) =>
        [.. (await Get($"/orders/{id}/history").ConfigureAwait(false)).GetProperty("items").EnumerateArray()];

    /// <summary>Follows what happens to the order.</summary>
    /// <param name="id">The order.</param>
    /// <param name="lastEventId">Where to go on; null for its beginning.</param>
    public Task<EventStream> Follow(Guid id, string? lastEventId = null) =>
        EventStream.Open(http, $"/orders/{id}/stream", lastEventId);

    /// <summary>Follows what happens to all orders.</summary>
    /// <param name="lastEventId">Where to go on; null for now.</param>
    public Task<EventStream> FollowAll(string? lastEventId = null) =>
        EventStream.Open(http, "/orders/stream", lastEventId);

    /// <summary>What the payments worker knows of the order.</summary>
    public Task<JsonElement> Payment(Guid id) => Get($"/payments/{id}");

    /// <summary>An item of the stock.</summary>
    public Task<JsonElement> Stock(string sku) => Get($"/stock/{sku}");

    /// <summary>Asks for an order to be cancelled.</summary>
    public Task<HttpResponseMessage> Cancel(Guid id) =>
        http.PostAsync(new Uri($"/orders/{id}/cancel", UriKind.Relative), null);

    /// <summary>Waits until the order has a status.</summary>
    /// <exception cref="TimeoutException">It did not get there in time; the message shows the order.</exception>
    public Task<JsonElement> WaitForStatus(Guid id, params string[] statuses) => WaitFor(
        $"order {id} to be {string.Join(" or ", statuses)}", () => Order(id),
        order => statuses.Contains(order.GetProperty("status").GetString()));

    /// <summary>Waits until the saga is in a state.</summary>
    /// <exception cref="TimeoutException">It did not get there in time; the message shows the saga.</exception>
    public Task<JsonElement> WaitForState(Guid id, params string[] states) => WaitFor(
        $"order {id} to be {string.Join(" or ", states)}", () => Saga(id),
        saga => states.Contains(saga.GetProperty("state").GetString()));

    /// <summary>
    /// Looks again and again until what it sees is right. A look that fails or takes too long, because a service or a
    /// database is away, is one that was not right.
    /// </summary>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="look">Looks.</param>
    /// <param name="isRight">Whether it is what is waited for.</param>
    /// <param name="pause">Between two looks; default 25 ms, and more for a look that costs something.</param>
    /// <exception cref="TimeoutException">It was not in time; the message shows what was seen last.</exception>
    public async Task<T> WaitFor<T>(string what, Func<Task<T>> look, Func<T, bool> isRight, TimeSpan? pause = null)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(isRight);
        var waited = Stopwatch.StartNew();
        object? last = null;
        while (waited.Elapsed < Patience)
        {
            try
            {
                var seen = await look().ConfigureAwait(false);
                if (isRight(seen))
                    return seen;
                last = seen;
            }
            catch (Exception exception)
                when (exception is HttpRequestException or TaskCanceledException or DbException)
            {
                last = exception.Message;
            }

            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(25)).ConfigureAwait(false);
        }

        throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s for {what}; last seen: {last}");
    }

    /// <summary>Waits until the installation is ready.</summary>
    public Task WaitUntilReady() => WaitFor(
        "the installation to be ready",
        async () =>
        {
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative)).ConfigureAwait(false);
            return (response.StatusCode, Text: await response.Content.ReadAsStringAsync().ConfigureAwait(false));
        },
        answer => answer.StatusCode == HttpStatusCode.OK,
        TimeSpan.FromMilliseconds(100));
}
