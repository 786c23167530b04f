using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of <c>POST /orders/{id}/cancel</c>.</summary>
internal static class CancelOrderDescription
{
    public static RouteDescription Route { get; } = new(
        "cancelOrder", OrderDescriptions.Tag, "Asks for an order to be cancelled",
        """
        Records the wish, and answers the order as it is then. Whether the wish came in time its process decides, which
        may just be confirming the order: the member `cancellation` tells, `requested` until it is decided, then `done`
        or `too_late`. It may be repeated as it is, and is answered 202 also while the order is being cancelled, or is.
        """)
    {
        Parameters =
        [
            OrderDescriptions.Id,
            RouteParameter.Header(
                "If-Match",
                "Only if the order still has this version, as its `ETag` had it; several may be named, and `*` is any.",
                OrderDescriptions.ETagList, ETags.Of(2)),
        ],
        Body = RouteBody.Of(("With a reason.", new CancelRequest("ordered by mistake"))) with { IsOptional = true },
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status202Accepted, "The wish is recorded, or had been.",
                ("Recorded.", OrderExamples.ToBeCancelled)) with
            {
                Headers = [OrderDescriptions.ETag(OrderExamples.ToBeCancelled.Version)],
            },
        ],
        Problems =
        [
            http => Problem.Invalid(
                http, OrderRules.Check(new CancelRequest(new string('x', OrderRules.LongestReason + 1)))),
            http => OrderProblems.NotFound(http, OrderExamples.Id),
            http => OrderProblems.TooLate(http, OrderExamples.Id),
            http => OrderProblems.OtherVersion(http, OrderExamples.Id, OrderExamples.Cancelled.Version),
            http => OrderProblems.Unanswered(http, OrderExamples.Id),
        ],
    };

    public static IEnumerable<RecordDescription> Records =>
    [
        RecordDescription.Request<CancelRequest>(
            "CancelRequest", "A wish to cancel an order.",
            [],
            new MemberDescription(
                "reason", "Why, in words, for the order's `detail`. No card number.",
                Shape.Text(OrderRules.LongestReason))),
    ];
}
