using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orders.Api;
using Orders.Data;
using Orders.Testing;
using Tests.Messaging;

namespace Tests.Journey.Api;

/// <summary>Who repeats a request under its Idempotency-Key makes no second order.</summary>
[Category("Integration")]
internal sealed class RepeatedRequests
{
    private const string Key = "Idempotency-Key";
    private OrdersInProcess orders;

    private HttpClient Http => orders.Client.Http;

    [OneTimeSetUp]
    public async Task Start() => orders = await OrdersInProcess.Start(new Dictionary<string, string?>
    {
        ["Idempotency:KeepFor"] = "00:00:02",
    });

    [OneTimeTearDown]
    public async Task Stop() => await (orders?.DisposeAsync() ?? default);

    [TestCase("{0}", "\"{0}\"")]
    [TestCase("\"{0}\"", "{0}")]
    [TestCase("\"{0}\\\\\"", "{0}\\")]
    public async Task Are_given_the_first_answer_byte_for_byte(string first, string second)
    {
        var key = $"{Guid.NewGuid()}";

        using var one = await Submit(first.Replace("{0}", key, StringComparison.Ordinal));
        using var other = await Submit(second.Replace("{0}", key, StringComparison.Ordinal));

        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(
            await other.Content.ReadAsByteArrayAsync(), Is.EqualTo(await one.Content.ReadAsByteArrayAsync()));
        Assert.That(other.Headers.Location, Is.EqualTo(one.Headers.Location));
        Assert.That(one.Header("Idempotent-Replayed"), Is.Null);
        Assert.That(other.Header("Idempotent-Replayed"), Is.EqualTo("true"));
    }

    [Test]
    public async Task May_have_other_white_space_and_another_order_of_members()
    {
        var key = $"{Guid.NewGuid()}";

        using var one = await Submit(key);
        using var other = await Submit(
            key,
            """
            { "lines": [{"unitPriceMinor": 1250, "quantity": 2, "sku": "WIDGET"}],
              "paymentToken": "tok_ok", "currency": "EUR", "customerId": "c-42" }
            """);

        Assert.That(await other.IdOf(), Is.EqualTo(await one.IdOf()));
    }

    [Test]
    public async Task With_another_body_are_refused()
    {
        var key = $"{Guid.NewGuid()}";
        using var one = await Submit(key);

        using var other = await Submit(key, Requests.Order.Replace(":2,", ":3,", StringComparison.Ordinal));

        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(
            (await other.Json()).GetProperty("type").GetString(), Does.EndWith("/problems/idempotency-key-reused"));
    }

    [Test]
    public async Task Fifty_at_a_time_make_one_order()
    {
        var key = $"{Guid.NewGuid()}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Submit(key)));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
        var ids = await Task.WhenAll(answers.Select(answer => answer.IdOf()));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(1));
        Assert.That(
            answers.Count(answer => answer.Header("Idempotent-Replayed") is null), Is.EqualTo(1), "the first");
    }

    [Test]
    public async Task After_a_refused_one_are_as_good_as_new()
    {
        var key = $"{Guid.NewGuid()}";
        using var wrong = await Submit(key, "{}");

        using var right = await Submit(key);

        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(right.Header("Idempotent-Replayed"), Is.Null);
    }

    [Test]
    public async Task After_the_key_has_expired_make_another_order()
    {
        var key = $"{Guid.NewGuid()}";
        using var first = await Submit(key);
        var id = await first.IdOf();

        var other = await orders.Client.WaitFor(
            "another order",
            async () =>
            {
                using var response = await Submit(key);
                return await response.IdOf();
            },
            seen => seen != id);

        Assert.That(other, Is.Not.EqualTo(id));
    }

    [Test]
    public async Task Are_forgotten_when_their_time_is_over()
    {
        using var first = await Submit($"{Guid.NewGuid()}");
        var sweep = ActivatorUtilities.CreateInstance<ForgetIdempotencyKeys>(orders.Services);

        await orders.Client.WaitFor(
            "expired keys to be deleted", () => sweep.ForgetSome(CancellationToken.None), deleted => deleted > 0);
    }

    [Test]
    public async Task Are_not_forgotten_where_the_clock_was_set()
    {
        using var first = await Submit($"{Guid.NewGuid()}");
        var time = new FakeTime();
        var expiry = new KeyExpiry(Options.Create(new IdempotencyOptions()), time);
        time.Advance(TimeSpan.FromHours(2));
        expiry.CanTell(DateTime.UtcNow.AddDays(-1));
        var sweep = ActivatorUtilities.CreateInstance<ForgetIdempotencyKeys>(orders.Services, expiry);
        var inspection = orders.Services.GetRequiredService<Inspection>();

        await orders.Client.WaitFor(
            "a key to be expired", () => inspection.ReadExpiredKeys(DateTime.UtcNow, 1, CancellationToken.None),
            expired => expired.Count > 0);

        Assert.That(await sweep.ForgetSome(CancellationToken.None), Is.Zero);
    }

    [TestCase("")]
    [TestCase("\"\"")]
    [TestCase("two words")]
    [TestCase("\"not closed")]
    [TestCase("\"closed\" too early")]
    [TestCase("\"wrong \\escape\"")]
    public async Task Need_a_key_that_is_one(string key)
    {
        using var response = await Submit(key);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Errors(), Is.EqualTo([Key]));
    }

    [TestCase(255, HttpStatusCode.Accepted)]
    [TestCase(256, HttpStatusCode.BadRequest)]
    public async Task Need_a_key_that_is_short_enough(int length, HttpStatusCode expected)
    {
        using var response = await Submit(new string('k', length));

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    private Task<HttpResponseMessage> Submit(string key, string body = Requests.Order) =>
        Http.Send(HttpMethod.Post, "/orders", body, (Key, key));
}
