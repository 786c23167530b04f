using Contracts;

namespace Tests.Saga;

/// <summary>What workers, customers and operators say of an order of two WIDGETs at 12.50 EUR each.</summary>
internal static class Say
{
    public static PaymentCompleted Paid(Guid order, long amountMinor = 2500, string currency = "EUR") =>
        new(order, new Guid("11111111-1111-7111-8111-111111111111"), amountMinor, currency);

    public static PaymentFailed Declined(Guid order) => new(order, PaymentCodes.Declined, "the card has expired");

    public static PaymentRefunded Refunded(Guid order, long amountMinor = 2500) => new(order, amountMinor, "EUR");

    public static RefundFailed RefundRefused(Guid order) => new(order, PaymentCodes.Declined, "the account is closed");

    public static RefundWaived Waived(Guid order, long capturedMinor = 2500) => new(order, capturedMinor, 0, "EUR");

    public static StockReserved Reserved(Guid order) => new(order);

    public static StockRejected Rejected(Guid order) => new(order, [new Shortage("WIDGET", 2, 1)]);

    public static StockReleased Released(Guid order) => new(order);

    public static OrderCancellationRequested Cancel(Guid order) => new(order, "changed my mind", "c-42");

    public static OperatorActionRequested Operator(Guid order, string action, string? step = null) =>
        new(order, action, "alice", "the customer called", step);
}
