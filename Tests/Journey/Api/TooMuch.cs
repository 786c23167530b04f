using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;

namespace Tests.Journey.Api;

/// <summary>What is too much, too large or too slow is refused at once, and what is accepted goes on.</summary>
[Category("Integration")]
internal sealed class TooMuch
{
    private const string Key = "X-Api-Key";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Limits:RequestsPerSecond"] = "10",
        ["Limits:Burst"] = "5",
        ["Limits:LongestBody"] = "00:00:00.500",
        ["Limits:OpenOrdersPerCaller"] = "3",
        ["Limits:MostStreams"] = "2",
        ["Ops:Keys:0:Name"] = "fast",
        ["Ops:Keys:0:Key"] = "key-of-who-is-fast",
        ["Ops:Keys:0:Role"] = "shop",
        ["Ops:Keys:1:Name"] = "calm",
        ["Ops:Keys:1:Key"] = "key-of-who-is-calm",
        ["Ops:Keys:1:Role"] = "shop",
        ["Ops:Keys:3:Name"] = "repeating",
        ["Ops:Keys:3:Key"] = "key-of-who-repeats",
        ["Ops:Keys:3:Role"] = "shop",
        ["Ops:Keys:2:Name"] = "bystander",
        ["Ops:Keys:2:Key"] = "key-of-a-bystander",
        ["Ops:Keys:2:Role"] = "shop",
    };

    private OrdersInProcess orders;

    private HttpClient Http => orders.Client.Http;

    [OneTimeSetUp]
    public async Task Start() => orders = await OrdersInProcess.Start(Settings);

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [Test]
    public async Task A_caller_that_is_too_fast_is_told_when_to_come_again_and_no_other_is()
    {
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 12; number++)
        {
            using var response = await Http.Send(HttpMethod.Get, "/orders", null, (Key, "key-of-who-is-fast"));
            statuses.Add(response.StatusCode);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            Assert.That(response.Header("Retry-After"), Is.EqualTo("1"));
            Assert.That(
                (await response.Json()).GetProperty("type").GetString(), Does.EndWith("/problems/rate-limited"));
        }

        Assert.That(statuses.Take(5), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(statuses, Does.Contain(HttpStatusCode.TooManyRequests));
        using var other = await Http.Send(HttpMethod.Get, "/orders", null, (Key, "key-of-a-bystander"));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await orders.Client.WaitFor(
            "the fast one to be let in again",
            async () =>
            {
                using var response = await Http.Send(HttpMethod.Get, "/orders", null, (Key, "key-of-who-is-fast"));
                return response.StatusCode;
            },
            status => status == HttpStatusCode.OK);
    }

    [Test]
    public async Task A_caller_has_so_many_open_orders_and_no_more()
    {
        var slow = Requests.Order.Replace("tok_ok", "tok_slow_5s", StringComparison.Ordinal);
        for (var number = 0; number < 3; number++)
            await Submit(slow, HttpStatusCode.Accepted);

        // Counted once a second.
        await orders.Client.WaitFor(
            "a refusal", () => Submit(slow),
            answer => answer is (HttpStatusCode.TooManyRequests, "too-many-open-orders"));
        await orders.Client.WaitFor(
            "room for another order", () => Submit(Requests.Order), answer => answer.Status == HttpStatusCode.Accepted);

        async Task<(HttpStatusCode Status, string? Slug)> Submit(string body, HttpStatusCode? expected = null)
        {
            await Task.Yield();
            using var response = await Http.Send(HttpMethod.Post, "/orders", body, (Key, "key-of-who-is-calm"));
            Assert.That(response.StatusCode, expected is null ? Is.Not.Null : Is.EqualTo(expected));
            var slug = response.StatusCode == HttpStatusCode.Accepted
                ? null
                : (await response.Json()).GetProperty("type").GetString()!.Split('/')[^1];
            return (response.StatusCode, slug);
        }
    }

    [Test]
    public async Task An_order_is_answered_again_however_many_are_open()
    {
        var slow = Requests.Order.Replace("tok_ok", "tok_slow_5s", StringComparison.Ordinal);
        (string, string)[] headers = [(Key, "key-of-who-repeats"), ("Idempotency-Key", "again")];
        using var first = await Http.Send(HttpMethod.Post, "/orders", slow, headers);
        await orders.Client.WaitFor(
            "no room for another",
            async () =>
            {
                using var other = await Http.Send(HttpMethod.Post, "/orders", slow, (Key, "key-of-who-repeats"));
                return other.StatusCode;
            },
            status => status == HttpStatusCode.TooManyRequests, pause: TimeSpan.FromMilliseconds(200));

        using var second = await Http.Send(HttpMethod.Post, "/orders", slow, headers);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await second.IdOf(), Is.EqualTo(await first.IdOf()));
    }

    /// <summary>More than are let in whatever happens.</summary>
    [Test]
    public async Task Bodies_that_do_not_arrive_shut_nobody_out()
    {
        var address = Http.BaseAddress!;
        var sockets = new List<Socket>();
        for (var number = 0; number < 400; number++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync(address.Host, address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"));
        }

        for (var number = 0; number < 20; number++)
        {
            using var response = await Http.Send(HttpMethod.Get, "/orders?limit=1");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        sockets.ForEach(socket => socket.Dispose());
    }

    [Test]
    public async Task So_many_streams_are_open_and_no_more_until_one_is_closed()
    {
        using var first = await orders.Client.FollowAll();
        using var second = await orders.Client.FollowAll();

        using var third = await Http.Send(HttpMethod.Get, "/orders/stream");
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(third.Header("Retry-After"), Is.EqualTo("5"));
        Assert.That((await third.Json()).GetProperty("type").GetString(), Does.EndWith("/problems/overloaded"));
        using var other = await Http.Send(HttpMethod.Get, "/orders");
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK), "what is no stream goes on");

        first.Dispose();
        await orders.Client.WaitFor(
            "room for a stream",
            async () =>
            {
                using var stream = await orders.Client.FollowAll();
                return stream.Response.StatusCode;
            },
            status => status == HttpStatusCode.OK);
    }

    [Test]
    [Category("Alone")]
    public async Task A_body_that_does_not_arrive_is_not_waited_for()
    {
        var watch = Stopwatch.StartNew();

        var answer = await Raw(
            "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"cus");

        Assert.That(answer, Does.StartWith("HTTP/1.1 408").And.Contain("/problems/request-timeout"));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [TestCase(99, "200")]
    [TestCase(101, "431")]
    public async Task So_many_headers_are_taken(int count, string expected)
    {
        var headers = string.Concat(Enumerable.Range(0, count - 2).Select(number => $"x-{number}: 1\r\n"));

        var answer = await Raw($"GET /orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {expected}"));
    }

    [Test]
    public async Task Headers_that_are_too_long_are_refused()
    {
        var answer = await Raw($"GET /orders HTTP/1.1\r\nHost: x\r\nx-long: {new string('x', 33_000)}\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 431"));
    }

    [Test]
    public async Task Five_hundred_connections_that_say_nothing_keep_nobody_waiting()
    {
        var silent = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 500; number++)
            {
                silent.Add(new TcpClient());
                await silent[^1].ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port);
                await silent[^1].GetStream().WriteAsync("POST /orders HT"u8.ToArray());
            }

            using var response = await Http.Send(HttpMethod.Post, "/orders", Requests.Order)
                .WaitAsync(orders.Client.Patience);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Test]
    public async Task Orders_are_refused_while_more_messages_wait_for_Kafka_than_may()
    {
        await using var installation = await OrdersInProcess.Start(
            new Dictionary<string, string?> { ["Limits:MostUnsent"] = "3" });
        var broker = installation.Services.GetRequiredService<KafkaConnection>().Embedded!;
        broker.SetDown(true);
        var accepted = new List<Guid>();

        var refusal = await installation.Client.WaitFor("a refusal", Submit, answer => answer is not null);
        Assert.That(refusal, Is.EqualTo("60: /problems/overloaded"));
        Assert.That(accepted, Has.Count.GreaterThan(3), "Kafka alone being away refuses none");

        broker.SetDown(false);
        await installation.Client.WaitFor("orders to be accepted again", Submit, answer => answer is null);
        foreach (var id in accepted)
            await installation.Client.WaitForStatus(id, "confirmed");

        async Task<string?> Submit()
        {
            using var response = await installation.Client.Http.Send(HttpMethod.Post, "/orders", Requests.Order);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                accepted.Add(await response.IdOf());
                return null;
            }

            var type = new Uri((await response.Json()).GetProperty("type").GetString()!);
            return $"{response.Header("Retry-After")}: {type.AbsolutePath}";
        }
    }

    /// <summary>Sends bytes as they are, and reads until the server closes or falls silent.</summary>
    private async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(orders.Client.Patience);
        }
        catch (IOException)
        {
            // Reset: it answered before it had read everything.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
