using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Messaging;
using Orders.Hosting;

namespace Payments.Worker;

/// <summary>
/// A payment gateway that speaks JSON over HTTP, as docs/payment-gateway.md has it. Only an answer that is just that
/// settles anything; whatever else comes, or does not, leaves open what became of the money.
/// </summary>
internal sealed class HttpGateway : IPaymentGateway, IDisposable
{
    private const int LargestAnswer = 64 * 1024;
    private const int LongestCode = 50;
    private const int LongestReason = 200;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(2);

    /// <summary>So a gateway that moves to another address is found again.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(2);

    private readonly HttpClient http;

    /// <param name="address">Where the gateway is; charges and refunds are below it.</param>
    /// <param name="apiKey">By which it knows us; null where it does not ask.</param>
    /// <param name="connections">How many calls there are at a time.</param>
    public HttpGateway(Uri address, string? apiKey, int connections)
    {
        // Who redirects is not who was asked; how long an answer may take is the caller's affair.
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = LongestConnect,
            PooledConnectionLifetime = ConnectionLife,
            MaxConnectionsPerServer = connections,
            UseCookies = false,
        })
        {
            BaseAddress = address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address}/"),
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (apiKey is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public Task<GatewayAnswer> Charge(
        string key, Guid orderId, long amountMinor, string currency, string token,
        CancellationToken cancellationToken) => Ask(
            "charges", key, new ChargeRequest(orderId, amountMinor, currency, token), GatewayJson.Default.ChargeRequest,
            reply => reply switch
            {
                { Status: GatewayStatuses.Captured, AmountMinor: { } amount, Currency: { } taken } =>
                    new GatewayAnswer.MoneyTaken(amount, taken),
                { Status: GatewayStatuses.Declined, Code.Length: > 0 } =>
                    new GatewayAnswer.ChargeDeclined(CodeOf(reply), ReasonOf(reply)),
                _ => null,
            },
            cancellationToken);

    public Task<GatewayAnswer> Refund(
        string key, string chargeKey, Guid orderId, long amountMinor, string currency,
        CancellationToken cancellationToken) => Ask(
            "refunds", key, new RefundRequest(orderId, chargeKey, amountMinor, currency),
            GatewayJson.Default.RefundRequest,
            reply => reply switch
            {
                { Status: GatewayStatuses.Refunded, AmountMinor: { } amount, Currency: { } returned } =>
                    new GatewayAnswer.MoneyReturned(amount, returned),
                { Status: GatewayStatuses.Refused, Code.Length: > 0 } =>
                    new GatewayAnswer.RefundRefused(CodeOf(reply), ReasonOf(reply)),
                _ => null,
            },
            cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<GatewayAnswer> Ask<T>(
        string path, string key, T body, JsonTypeInfo<T> json, Func<GatewayReply, GatewayAnswer?> read,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, json) };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                return Unknown($"the gateway answered {(int)response.StatusCode}");
            if (response.Content.Headers.ContentType?.MediaType is not "application/json")
                return Unknown($"the gateway answered with {response.Content.Headers.ContentType}, not with JSON");
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(text, GatewayJson.Default.GatewayReply) is { } reply
                && read(reply) is { } answer
                ? answer
                : Unknown("the gateway's answer says nothing of the money");
        }
        catch (JsonException)
        {
            return Unknown("the gateway's answer is not the JSON that was agreed upon");
        }
        catch (HttpRequestException exception)
        {
            return Unknown($"the gateway did not answer: {exception.HttpRequestError}");
        }
    }

    private static GatewayAnswer.OutcomeUnknown Unknown(string reason) =>
        new(CardNumbers.Masked(StorableText.Of(reason, LongestReason)));

    private static string CodeOf(GatewayReply reply) => CardNumbers.Masked(StorableText.Of(reply.Code!, LongestCode));

    private static string ReasonOf(GatewayReply reply) =>
        CardNumbers.Masked(StorableText.Of(reply.Reason ?? reply.Code!, LongestReason));
}
