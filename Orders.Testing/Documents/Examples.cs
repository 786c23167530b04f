using Contracts;

namespace Orders.Testing;

/// <summary>A message of each type, for people: of an order of which one article was short.</summary>
internal static class Examples
{
    private static readonly Guid Order = new("0198c7a4-52d0-7c3e-9f1b-6a2d4e8f0b17");
    private static readonly Guid Payment = new("0198c7a4-5b9e-7a40-8c65-2f7d91e3ac08");

    private static readonly Dictionary<Type, object> ByType = new object[]
    {
        new OrderCreated(Order, "c-42", [new("WIDGET", 2, 1250), new("RARE", 9, 400)], 6100, "EUR"),
        new OrderConfirmed(Order),
        new OrderCancelled(Order, CancelReasons.OutOfStock, "RARE: 9 ordered, 5 available"),
        new OrderNeedsAttention(Order, Steps.Payment, "account_closed: The account is closed.", "EUR", 6100),
        new OrderCancellationRequested(Order, "c-42", "ordered by mistake"),
        new OperatorActionRequested(
            Order, OperatorActions.Resolve, "mary", "paid back by bank transfer", Steps.Payment),

        new ProcessPayment(Order, 6100, "EUR", "tok_ok"),
        new PaymentCompleted(Order, Payment, 6100, "EUR"),
        new PaymentFailed(Order, PaymentCodes.Declined, "The card was declined."),
        new RefundPayment(Order, CancelReasons.OutOfStock),
        new PaymentRefunded(Order, 6100, "EUR"),
        new RefundFailed(Order, "account_closed", "The account is closed.", 6100, 0, "EUR"),
        new WaiveRefund(Order, CancelReasons.OutOfStock),
        new RefundWaived(Order, 6100, 0, "EUR"),

        new ReserveStock(Order, [new("WIDGET", 2), new("RARE", 9)]),
        new StockReserved(Order),
        new StockRejected(Order, [new("RARE", 9, 5)]),
        new ReleaseStock(Order, CancelReasons.OutOfStock),
        new StockReleased(Order),
    }.ToDictionary(message => message.GetType());

    public static object Of(Type type) => ByType.GetValueOrDefault(type)
        ?? throw new InvalidOperationException($"There is no example of '{type.Name}' yet: add one here.");
}
