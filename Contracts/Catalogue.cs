using System.Text.Json.Serialization.Metadata;

namespace Contracts;

/// <summary>What a message is called, where it goes and what it belongs to.</summary>
/// <param name="Type">The record.</param>
/// <param name="Name">Its name on the wire, header <c>ce_type</c>. It never changes.</param>
/// <param name="Topic">The one topic that carries it.</param>
/// <param name="Source">The one service that writes it, header <c>ce_source</c>.</param>
/// <param name="Json">How it is written and read.</param>
/// <param name="OrderId">The order it concerns; as lower-case text the record's key.</param>
public sealed record Contract(
    Type Type, string Name, string Topic, string Source, JsonTypeInfo Json, Func<object, Guid> OrderId)
{
    /// <summary>True where it is published again until the saga has applied it.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>What an operator does with it; null where no operator sends it.</summary>
    public Func<object, string>? Act { get; init; }

    /// <summary>The message as a history may keep it; null where it may keep all.</summary>
    public Func<object, object>? Redact { get; init; }
}

/// <summary>Every message there is: the only place that ties type, wire name, topic and key together.</summary>
public static class Catalogue
{
    private const string Api = "urn:service:orders-api";
    private const string Saga = "urn:service:orders-saga";
    private const string Payments = "urn:service:payments-worker";
    private const string Inventory = "urn:service:inventory-worker";

    private static readonly ContractJson Json = ContractJson.Default;

    public static IReadOnlyList<Contract> All { get; } =
    [
        Message(Topics.OrdersEvents, "orders.order_created.v1", Api, Json.OrderCreated, m => m.OrderId)
            with { IsAwaited = true },
        Message(Topics.OrdersEvents, "orders.order_cancellation_requested.v1", Api,
            Json.OrderCancellationRequested, m => m.OrderId) with { IsAwaited = true },
        Message(Topics.OrdersEvents, "orders.operator_action_requested.v1", Api,
            Json.OperatorActionRequested, m => m.OrderId) with
            {
                IsAwaited = true,
                Act = message => ((OperatorActionRequested)message).Action,
            },
        Message(Topics.OrdersEvents, "orders.order_confirmed.v1", Saga, Json.OrderConfirmed, m => m.OrderId),
        Message(Topics.OrdersEvents, "orders.order_cancelled.v1", Saga, Json.OrderCancelled, m => m.OrderId),
        Message(Topics.OrdersEvents, "orders.order_needs_attention.v1", Saga,
            Json.OrderNeedsAttention, m => m.OrderId),

        Message(Topics.PaymentsCommands, "payments.process_payment.v1", Saga, Json.ProcessPayment, m => m.OrderId)
            with { Redact = message => (ProcessPayment)message with { PaymentToken = "***" } },
        Message(Topics.PaymentsCommands, "payments.refund_payment.v1", Saga, Json.RefundPayment, m => m.OrderId),
        Message(Topics.PaymentsCommands, "payments.waive_refund.v1", Saga, Json.WaiveRefund, m => m.OrderId),
        Message(Topics.PaymentsEvents, "payments.payment_completed.v1", Payments,
            Json.PaymentCompleted, m => m.OrderId),
        Message(Topics.PaymentsEvents, "payments.payment_failed.v1", Payments, Json.PaymentFailed, m => m.OrderId),
        Message(Topics.PaymentsEvents, "payments.payment_refunded.v1", Payments,
            Json.PaymentRefunded, m => m.OrderId),
        Message(Topics.PaymentsEvents, "payments.refund_failed.v1", Payments, Json.RefundFailed, m => m.OrderId),
        Message(Topics.PaymentsEvents, "payments.refund_waived.v1", Payments, Json.RefundWaived, m => m.OrderId),

        Message(Topics.InventoryCommands, "inventory.reserve_stock.v1", Saga, Json.ReserveStock, m => m.OrderId),
        Message(Topics.InventoryCommands, "inventory.release_stock.v1", Saga, Json.ReleaseStock, m => m.OrderId),
        Message(Topics.InventoryEvents, "inventory.stock_reserved.v1", Inventory,
            Json.StockReserved, m => m.OrderId),
        Message(Topics.InventoryEvents, "inventory.stock_rejected.v1", Inventory,
            Json.StockRejected, m => m.OrderId),
        Message(Topics.InventoryEvents, "inventory.stock_released.v1", Inventory,
            Json.StockReleased, m => m.OrderId),
    ];

    private static Contract Message<T>(
        string topic, string name, string source, JsonTypeInfo<T> json, Func<T, Guid> orderId) =>
        new(typeof(T), name, topic, source, json, message => orderId((T)message));
}
