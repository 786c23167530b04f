using Microsoft.Extensions.Options;

namespace Payments.Worker;

/// <summary>
/// The simulated gateway as a process of its own, verb <c>simulate-gateway</c>: it speaks what a real one has to, and
/// its ledger survives the workers, and it the ledger.
/// </summary>
internal static class GatewaySimulator
{
    public const string Verb = "simulate-gateway";

    public static async Task<int> Run(string[] args)
    {
        await using var app = Build(args);
        await app.RunAsync();
        return 0;
    }

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<GatewayOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default));
        builder.Services.AddSingleton(services =>
        {
            var folder = Directory.CreateDirectory(builder.Configuration["Data:Folder"] ?? "data");
            var file = services.GetRequiredService<IOptions<GatewayOptions>>().Value.LedgerFile;
            return new GatewayLedger(Path.Combine(folder.FullName, file));
        });
        builder.Services.AddSingleton<SimulatedGateway>();
        var app = builder.Build();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/charges", (ChargeRequest charge, HttpContext http, SimulatedGateway gateway) => Answer(
            http, key => gateway.Charge(
                key, charge.OrderId, charge.AmountMinor, charge.Currency, charge.PaymentToken, http.RequestAborted)));
        app.MapPost("/refunds", (RefundRequest refund, HttpContext http, SimulatedGateway gateway) => Answer(
            http, key => gateway.Refund(
                key, refund.ChargeKey, refund.OrderId, refund.AmountMinor, refund.Currency, http.RequestAborted)));
        return app;
    }

    private static async Task<IResult> Answer(HttpContext http, Func<string, Task<GatewayAnswer>> ask)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        if (options.ApiKey is not null && http.Request.Headers.Authorization != $"Bearer {options.ApiKey}")
            return Results.Unauthorized();
        if (http.Request.Headers["Idempotency-Key"] is not [{ Length: > 0 } key])
            return Results.BadRequest("The header Idempotency-Key is missing.");
        switch (await ask(key))
        {
            case GatewayAnswer.MoneyTaken(var amount, var currency):
                return Reply(new GatewayReply(GatewayStatuses.Captured, amount, currency, null, null));
            case GatewayAnswer.MoneyReturned(var amount, var currency):
                return Reply(new GatewayReply(GatewayStatuses.Refunded, amount, currency, null, null));
            case GatewayAnswer.ChargeDeclined(var code, var reason):
                return Reply(new GatewayReply(GatewayStatuses.Declined, null, null, code, reason));
            case GatewayAnswer.RefundRefused(var code, var reason):
                return Reply(new GatewayReply(GatewayStatuses.Refused, null, null, code, reason));
            case GatewayAnswer.OutcomeUnknown { Reason: SimulatedGateway.AnswerLost }:
                http.Abort();
                return Results.Empty;
            default:
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }
    }

    private static IResult Reply(GatewayReply reply) => Results.Json(reply, GatewayJson.Default.GatewayReply);
}
