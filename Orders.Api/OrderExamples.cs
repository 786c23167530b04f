using System.Text.Json;
using Contracts;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>An order as it goes its way, for people who read the descriptions.</summary>
internal static class OrderExamples
{
    private static readonly DateTime Start = new(2025, 8, 20, 9, 53, 27, 248, DateTimeKind.Utc);

    private static readonly OrderLine[] Lines = [new("WIDGET", 2, 1250), new("RARE", 9, 400)];

    public static Guid Id { get; } = new("0198c7a4-52d0-7c3e-9f1b-6a2d4e8f0b17");

    public static Guid PaymentId { get; } = new("0198c7a4-5b9e-7a40-8c65-2f7d91e3ac08");

    public static OrderView Processing { get; } = new(
        Id, "c-42", OrderStatuses.Processing, null, null, 6100, "EUR", Lines, Start, Start, null, null, 1,
        OrderLinks.Of(Id));

    public static OrderView Confirmed { get; } = Processing with
    {
        Status = OrderStatuses.Confirmed,
        UpdatedAt = After(30),
        EndedAt = After(30),
        Version = 4,
    };

    public static OrderView Cancelled { get; } = Processing with
    {
        Status = OrderStatuses.Cancelled,
        Reason = CancelReasons.OutOfStock,
        Detail = "RARE: 9 ordered, 5 available",
        UpdatedAt = After(60),
        EndedAt = After(60),
        Version = 5,
    };

    public static OrderView ToBeCancelled { get; } = Processing with
    {
        Detail = "ordered by mistake",
        UpdatedAt = After(12_000),
        Cancellation = Cancellations.Requested,
        Version = 3,
    };

    public static SagaView Waiting { get; } = new(
        Id, OrderStates.AwaitingStock, 2, new(PaymentStatuses.Completed, PaymentId, 6100, 6100, 0),
        new(StockStatuses.Pending, []), 0, [new("step", After(60_009), 1)],
        ["CancellationRequested", "OperatorActed", "StepDeadline.Received", "StockRejected", "StockReserved"], null,
        After(9), After(21), null);

    public static SagaView InNeed { get; } = new(
        Id, OrderStates.NeedsAttention, 9, new(PaymentStatuses.RefundFailed, PaymentId, 6100, 6100, 0),
        new(StockStatuses.Rejected, [new("RARE", 9, 5)]), 6100, [],
        [
            "OperatorActed", "PaymentCompleted", "PaymentFailed", "PaymentRefunded", "RefundFailed", "RefundWaived",
            "StockReleased",
        ],
        "refund_refused: The bank refused the refund.", After(9), After(1_800_047), null);

    public static HistoryItemView Accepted { get; } = new(
        4711, new("0198c7a4-52d1-7b4c-8e2a-90f3c5d7e611"), "orders.accepted", Directions.Http, Start, null, null,
        new StoredJson(JsonSerializer.SerializeToUtf8Bytes(
            new OrderCreated(Id, "c-42", Lines, 6100, "EUR"), ContractJson.Default.OrderCreated)));

    public static HistoryView History { get; } = new(
    [
        Accepted,
        new(
            4712, new("0198c7a4-52d1-7d05-b1f4-3e6a7c9d0b22"), "orders.order_created.v1", Directions.In, After(9),
            null, OrderStates.AwaitingPaymentAndStock, Accepted.Payload),
        new(
            4713, new("0198c7a4-52da-7e91-a3c8-5d1f2b4e6a33"), "payments.process_payment.v1", Directions.Out, After(9),
            null, null,
            new StoredJson(JsonSerializer.SerializeToUtf8Bytes(
                new ProcessPayment(Id, 6100, "EUR", "***"), ContractJson.Default.ProcessPayment))),
    ]);

    private static DateTime After(int milliseconds) => Start.AddMilliseconds(milliseconds);
}
