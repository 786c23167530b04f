using Orders.Hosting;

namespace Payments.Worker;

/// <summary>What is published of the routes of payments.</summary>
internal static class PaymentsDescription
{
    private static readonly Guid OrderId = new("0198c7a4-52d0-7c3e-9f1b-6a2d4e8f0b17");

    public static RouteDescription Get { get; } = new(
        "getPayment", new RouteTag("payments", "What the payments worker knows."), "Shows an order's payment",
        """
        What was asked for and what became of it, from the worker's own books. It is there a moment after the order,
        once the worker was asked.
        """)
    {
        Parameters =
        [
            RouteParameter.Path(
                "orderId", "The order's id. What is no id at all is answered 404, too.", Shape.Id, $"{OrderId}"),
        ],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "The payment.",
                ("The money was taken.", new PaymentView(OrderId, "completed", 6100, 6100, 0, "EUR", 1))),
        ],
        Problems = [http => PaymentsApi.Unknown(http, OrderId)],
    };

    public static RecordDescription Record { get; } = RecordDescription.Answer<PaymentView>(
        "Payment", "An order's payment, as the worker knows it.",
        new("orderId", "The order."),
        new("status", "The last that is known.", Shape.Known(typeof(PaymentStatuses))),
        new("amountMinor", "What was asked for, in minor units of the currency."),
        new("capturedMinor", "What was taken."),
        new("refundedMinor", "What of it was given back."),
        new("currency", "By its ISO 4217 code; null where only a refund was asked for."),
        new("attempts", "How often the gateway was called."));
}
