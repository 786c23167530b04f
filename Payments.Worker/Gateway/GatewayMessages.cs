using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Worker;

/// <summary><c>POST charges</c>, with the charge's key in the header <c>Idempotency-Key</c>.</summary>
internal sealed record ChargeRequest(Guid OrderId, long AmountMinor, string Currency, string PaymentToken);

/// <summary><c>POST refunds</c>, with the refund's own key in the header <c>Idempotency-Key</c>.</summary>
internal sealed record RefundRequest(Guid OrderId, string ChargeKey, long AmountMinor, string Currency);

/// <summary>
/// What became of a charge or a refund, with status 200. Any other status, and anything else in its place, says nothing
/// of the money.
/// </summary>
/// <param name="Status">One of <see cref="GatewayStatuses"/>.</param>
/// <param name="AmountMinor">What was moved; where nothing was, it may be missing.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Code">Why nothing was moved, for programs.</param>
/// <param name="Reason">The same for people.</param>
internal sealed record GatewayReply(string? Status, long? AmountMinor, string? Currency, string? Code, string? Reason);

/// <summary>What can have become of a charge or a refund.</summary>
internal static class GatewayStatuses
{
    public const string Captured = "captured";
    public const string Declined = "declined";
    public const string Refunded = "refunded";
    public const string Refused = "refused";
}

/// <summary>A gateway may say more than is read here.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(GatewayReply))]
internal sealed partial class GatewayJson : JsonSerializerContext;
