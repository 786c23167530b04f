using System.Text.Json.Serialization;

namespace Orders.Api;

/// <summary>
/// The body of <c>POST /orders</c>, as it may come: whether it is right, <see cref="OrderRules"/> says.
/// </summary>
internal sealed record OrderRequest(
    string? CustomerId, string? Currency, string? PaymentToken, IReadOnlyList<OrderLineRequest?>? Lines);

internal sealed record OrderLineRequest(string? Sku, long? Quantity, long? UnitPriceMinor);

/// <summary>The body of <c>POST /orders/{id}/cancel</c>; it may be missing.</summary>
internal sealed record CancelRequest(string? Reason);

/// <summary>A mistyped member must not silently cost money: what is not known, or comes twice, is refused.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, AllowDuplicateProperties = false,
    PropertyNameCaseInsensitive = false, NumberHandling = JsonNumberHandling.Strict, MaxDepth = 16,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(CancelRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
