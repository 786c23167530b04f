using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Worker;

namespace Tests.Journey;

/// <summary>Only what was agreed upon settles anything.</summary>
[Category("Integration")]
internal sealed class WhatAGatewayAnswers
{
    private static readonly Guid Order = Guid.NewGuid();

    private WebApplication server;
    private HttpGateway gateway;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;
    private (string? Path, string? Key, string? Authorization, string Body) asked;

    [OneTimeSetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Run(async http =>
        {
            asked = (http.Request.Path, http.Request.Headers["Idempotency-Key"], http.Request.Headers.Authorization,
                await new StreamReader(http.Request.Body).ReadToEndAsync());
            await answer(http);
        });
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Single();
        gateway = new HttpGateway(new Uri($"{address}/v1"), "secret", 4);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        gateway?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
    }

    [Test]
    public async Task Is_asked_with_a_key_and_all_it_has_to_know()
    {
        answer = Json("""{"status":"captured","amountMinor":6100,"currency":"EUR","fee":3}""");

        var charged = await Charge();

        Assert.That(charged, Is.EqualTo(new GatewayAnswer.MoneyTaken(6100, "EUR")));
        Assert.That(asked.Path, Is.EqualTo("/v1/charges"));
        Assert.That(asked.Key, Is.EqualTo("key-1"));
        Assert.That(asked.Authorization, Is.EqualTo("Bearer secret"));
        Assert.That(asked.Body, Is.EqualTo(
            $$"""{"orderId":"{{Order}}","amountMinor":6100,"currency":"EUR","paymentToken":"tok_ok"}"""));
    }

    [Test]
    public async Task Settles_a_refund_and_a_definite_no()
    {
        answer = Json("""{"status":"refunded","amountMinor":6100,"currency":"EUR"}""");
        Assert.That(await Refund(), Is.EqualTo(new GatewayAnswer.MoneyReturned(6100, "EUR")));
        Assert.That(asked.Path, Is.EqualTo("/v1/refunds"));
        answer = Json("""{"status":"refused","code":"closed","reason":"The account is closed."}""");
        Assert.That(await Refund(), Is.EqualTo(new GatewayAnswer.RefundRefused("closed", "The account is closed.")));
        answer = Json("""{"status":"declined","code":"no_funds"}""");
        Assert.That(await Charge(), Is.EqualTo(new GatewayAnswer.ChargeDeclined("no_funds", "no_funds")));
    }

    [TestCase("""{"status":"captured","amountMinor":6100}""")]
    [TestCase("""{"status":"captured","currency":"EUR"}""")]
    [TestCase("""{"status":"captured","amountMinor":"6100","currency":"EUR"}""")]
    [TestCase("""{"status":"captured","status":"declined","code":"x"}""")]
    [TestCase("""{"status":"refunded","amountMinor":6100,"currency":"EUR"}""")]
    [TestCase("""{"status":"declined"}""")]
    [TestCase("""{"status":"pending"}""")]
    [TestCase("""{"amountMinor":6100,"currency":"EUR"}""")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("captured")]
    public async Task Settles_nothing_where_it_is_not_what_was_agreed_upon(string text)
    {
        answer = Json(text);

        Assert.That(await Charge(), Is.TypeOf<GatewayAnswer.OutcomeUnknown>());
    }

    [TestCase(201)]
    [TestCase(302)]
    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(409)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task Settles_nothing_with_another_status_and_is_not_followed(int status)
    {
        answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/v1/elsewhere";
            return Json("""{"status":"declined","code":"no_funds"}""")(http);
        };

        Assert.That(await Charge(), Is.EqualTo(
            new GatewayAnswer.OutcomeUnknown($"the gateway answered {status}")));
        Assert.That(asked.Path, Is.EqualTo("/v1/charges"));
    }

    [Test]
    public async Task Settles_nothing_where_it_is_a_page_or_too_much_or_breaks_off()
    {
        answer = http => http.Response.WriteAsync("<html>Sign in</html>");
        Assert.That(await Charge(), Is.TypeOf<GatewayAnswer.OutcomeUnknown>());
        answer = Json($$"""{"status":"declined","code":"x","reason":"{{new string('x', 10_000_000)}}"}""");
        Assert.That(await Charge(), Is.TypeOf<GatewayAnswer.OutcomeUnknown>());
        answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        Assert.That(await Charge(), Is.TypeOf<GatewayAnswer.OutcomeUnknown>());
    }

    [Test]
    public async Task Is_kept_short_and_without_card_numbers()
    {
        var reason = $"card 4111111111111111 \\u0000 {new string('r', 3000)}";
        answer = Json($$"""{"status":"declined","code":"{{new string('c', 300)}}","reason":"{{reason}}"}""");

        var declined = (GatewayAnswer.ChargeDeclined)await Charge();

        Assert.That(declined.Code, Has.Length.EqualTo(50));
        Assert.That(declined.Reason, Has.Length.LessThanOrEqualTo(200).And.Not.Contain("4111"));
        Assert.That(declined.Reason, Does.Not.Contain('\0'));
    }

    [Test]
    public void Is_waited_for_no_longer_than_its_caller_likes()
    {
        using var limit = new CancellationTokenSource();
        answer = async http =>
        {
            await limit.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        };

        Assert.That(() => Charge(limit.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private Task<GatewayAnswer> Charge(CancellationToken limit = default) =>
        gateway.Charge("key-1", Order, 6100, "EUR", "tok_ok", limit);

    private Task<GatewayAnswer> Refund() => gateway.Refund("key-2", "key-1", Order, 6100, "EUR", default);

    private static Func<HttpContext, Task> Json(string text) => http =>
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(text);
    };
}
