using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of <c>POST /orders</c>.</summary>
internal static class SubmitOrderDescription
{
    private static readonly double Hours = new IdempotencyOptions().KeepFor.TotalHours;

    private static readonly string KeyWords =
        $"""
        Names the request, so that it may be repeated: 1 to {IdempotencyKey.Longest} visible ASCII characters, quoted
        (a structured-field string) or bare; a UUID for instance. It belongs to the caller and to this route. It is
        known for {Hours} hours or more from the first answer (`Idempotency__KeepFor`): **a repetition after that makes
        a second order, and a second charge.** An installation may require it (`Idempotency__Required`).
        """;

    /// <summary>Bare or quoted, and quoted with a backslash before what would end it.</summary>
    private static readonly Shape Key = Shape.Like(
        $$"""^([!#-~][!-~]{0,{{IdempotencyKey.Longest - 1}}}"""
        + $$"""|"([!#-\[\]-~]|\\["\\]){1,{{IdempotencyKey.Longest}}}")$""");

    private static readonly OrderRequest Right = new(
        "c-42", "EUR", "tok_ok", [new("WIDGET", 2, 1250), new("RARE", 9, 400)]);

    private static readonly OrderRequest Wrong = new("", "eur", "tok_ok", [new("WIDGET", 0, 1250)]);

    public static RouteDescription Route { get; } = new(
        "submitOrder", OrderDescriptions.Tag, "Submits an order",
        """
        Answers once the order is stored together with all that drives it on: from then on it ends, whatever crashes.
        Payment and stock are asked for at once; what becomes of them tells the order at `Location`, which is there
        from the first moment.

        **To repeat it safely**, send an `Idempotency-Key`: whatever was answered, or if nothing was, the same request
        with the same key makes one order, and is answered as the first time. An order that was refused leaves the key
        free. Without a key, where 503 says that it is not known whether the order was stored, look at the `orderId`
        that it names before sending it again.
        """)
    {
        Parameters =
        [
            RouteParameter.Header(IdempotencyKey.Header, KeyWords, Key, "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        ],
        Body = RouteBody.Of(("Two articles.", Right)),
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status202Accepted, "The order is stored, and will end.",
                ("Just stored.", new AcceptedView(
                    OrderExamples.Id, OrderStatuses.Processing, OrderLinks.Of(OrderExamples.Id)))) with
            {
                Headers =
                [
                    new("Location", "The order.", Shape.Path, $"/orders/{OrderExamples.Id}"),
                    new("Retry-After", "After how many seconds to look at it.", Shape.AtLeast(1), 1),
                    RouteHeader.Replayed,
                ],
            },
        ],
        Problems =
        [
            http => Problem.Invalid(http, OrderRules.Check(Wrong)),
            OrderProblems.OtherRequest,
            OrderProblems.TooManyOpen,
            http => OrderProblems.NoRoom(
                http, $"More than {new RoomOptions().MostUnsent} messages wait to be sent to Kafka."),
            http => OrderProblems.Unanswered(http, OrderExamples.Id),
        ],
    };

    public static IEnumerable<RecordDescription> Records =>
    [
        RecordDescription.Request<OrderRequest>(
            "OrderRequest", "An order to be submitted.",
            [
                new("customerId", "Who orders, by the shop's own id.", Shape.Text(OrderRules.LongestName)),
                new(
                    "currency", "The currency of all amounts, by its ISO 4217 code.",
                    Shape.Like($$"""^[A-Z]{{{OrderRules.CurrencyLength}}}$""")),
                new(
                    "paymentToken",
                    "By which the payment gateway knows whom to charge. Never a card number: what looks like one is "
                    + "refused, and shown nowhere.",
                    Shape.Text(OrderRules.LongestToken)),
                new("lines", "The articles; none comes twice.", Shape.Items(1, OrderRules.MostLines)),
            ]),
        RecordDescription.Request<OrderLineRequest>(
            "OrderLineRequest", "An article of an order to be submitted.",
            [
                new(
                    "sku", "The article. One that the stock does not know is out of stock.",
                    Shape.Text(OrderRules.LongestName)),
                new("quantity", "How many pieces.", Shape.Whole(1, OrderRules.MostQuantity)),
                new(
                    "unitPriceMinor", "The price of one piece, in minor units of the currency.",
                    Shape.Whole(1, OrderRules.HighestPrice)),
            ]),
        RecordDescription.Answer<AcceptedView>(
            "AcceptedOrder", "An order that was just stored.",
            new("id", "The order's id."),
            new("status", "Where it stands.", Shape.OneOf(OrderStatuses.All)),
            new("links", "Where to go on.")),
    ];
}
