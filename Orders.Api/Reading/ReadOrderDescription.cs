using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of the routes that show one order.</summary>
internal static class ReadOrderDescription
{
    public static RouteDescription Order { get; } = new(
        "getOrder", OrderDescriptions.Tag, "Shows an order",
        """
        The order as its customer may see it. `status` has four words, and no others will come: `processing`,
        `confirmed`, `cancelling`, `cancelled`; the first moment it answers is that of the 202. Who asks again and again
        sends the `ETag` back in `If-None-Match`, and is answered 304 as long as nothing has happened.
        """)
    {
        Parameters =
        [
            OrderDescriptions.Id,
            RouteParameter.Header(
                "If-None-Match", "The version that is known already, as its `ETag` had it.",
                OrderDescriptions.ETagList, ETags.Of(1)),
        ],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "The order.",
                ("Just stored.", OrderExamples.Processing), ("Paid and reserved.", OrderExamples.Confirmed),
                ("Undone, with the reason.", OrderExamples.Cancelled)) with
            {
                Headers = [OrderDescriptions.ETag(OrderExamples.Confirmed.Version)],
            },
            RouteAnswer.Empty(StatusCodes.Status304NotModified, "It is the version that is known already.") with
            {
                Headers = [OrderDescriptions.ETag(1)],
            },
        ],
        Problems = [NotFound],
    };

    public static RouteDescription Saga { get; } = new(
        "getOrderSaga", OrderDescriptions.Tag, "Shows where an order's process stands",
        """
        What the process knows of payment and stock, what it waits for and until when, and which events would move it
        now. Before it has begun, `state` is null and `version` 0; `version` is its own, not the order's.
        """)
    {
        Parameters = [OrderDescriptions.Id],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "The process.", ("It waits for the stock.", OrderExamples.Waiting),
                ("A refund is refused again and again: a person has to look.", OrderExamples.InNeed)),
        ],
        Problems = [NotFound],
    };

    public static RouteDescription History { get; } = new(
        "getOrderHistory", OrderDescriptions.Tag, "Shows everything that happened to an order",
        """
        Requests, messages in and out, deadlines and what operators did, in sequence. Each item but those that went out
        is a step of the order's version, so the first is `orders.accepted`, version 1. Messages that came again without
        effect are not here. A payment token is not shown.
        """)
    {
        Parameters = [OrderDescriptions.Id],
        Answers =
        [
            RouteAnswer.Of(StatusCodes.Status200OK, "The history.", ("Its beginning.", OrderExamples.History)),
        ],
        Problems = [NotFound],
    };

    public static RouteDescription Definition { get; } = new(
        "getSagaDefinition", OrderDescriptions.Tag, "Shows what the process of every order looks like",
        """
        States, events and the ways between them, as the state machine itself tells them: what a picture can be drawn
        from. The words are those of `state` in an order's process and of `stateBefore` and `stateAfter` in its history.
        """)
    {
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "The process.",
                ("A part of it.", new ProcessDefinition(
                    "order",
                    [
                        new(OrderStates.AwaitingStock, false, ["StockRejected", "StockReserved"]),
                        new(OrderStates.Confirmed, true, []),
                        new(OrderStates.Undoing, false, ["PaymentRefunded", "StockReleased"]),
                    ],
                    ["PaymentRefunded", "StockRejected", "StockReleased", "StockReserved"],
                    [
                        new(OrderStates.AwaitingStock, "StockReserved", OrderStates.Confirmed),
                        new(OrderStates.AwaitingStock, "StockRejected", OrderStates.Undoing),
                    ]))),
        ],
        Problems = [OrderProblems.NoDefinition],
    };

    private static ProblemHttpResult NotFound(HttpContext http) =>
        OrderProblems.NotFound(http, OrderExamples.Id);
}
