using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>How messages are written and read: compact camelCase JSON, unknown members ignored.</summary>
/// <remarks>
/// A member that a contract requires and a record lacks makes the record unreadable; members that come later are
/// optional.
/// </remarks>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = false, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OrderCreated))]
[JsonSerializable(typeof(OrderConfirmed))]
[JsonSerializable(typeof(OrderCancelled))]
[JsonSerializable(typeof(OrderNeedsAttention))]
[JsonSerializable(typeof(OrderCancellationRequested))]
[JsonSerializable(typeof(OperatorActionRequested))]
[JsonSerializable(typeof(ProcessPayment))]
[JsonSerializable(typeof(PaymentCompleted))]
[JsonSerializable(typeof(PaymentFailed))]
[JsonSerializable(typeof(RefundPayment))]
[JsonSerializable(typeof(PaymentRefunded))]
[JsonSerializable(typeof(RefundFailed))]
[JsonSerializable(typeof(WaiveRefund))]
[JsonSerializable(typeof(RefundWaived))]
[JsonSerializable(typeof(ReserveStock))]
[JsonSerializable(typeof(StockReserved))]
[JsonSerializable(typeof(StockRejected))]
[JsonSerializable(typeof(ReleaseStock))]
[JsonSerializable(typeof(StockReleased))]
[JsonSerializable(typeof(IReadOnlyList<OrderLine>))]
[JsonSerializable(typeof(IReadOnlyList<StockLine>))]
[JsonSerializable(typeof(IReadOnlyList<Shortage>))]
public sealed partial class ContractJson : JsonSerializerContext;
