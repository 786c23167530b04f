using Contracts;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of <c>POST /ops/orders/{id}/actions</c>.</summary>
internal static class ActOnOrderDescription
{
    private const string ActionId = "cheque-4711";

    private static readonly ActionRequest Act = new(
        ActionId, OperatorActions.Resolve, Steps.Payment, "paid back by cheque", 9, null);

    private static readonly SituationView Before = new(
        OrderStates.NeedsAttention, OrderStatuses.Cancelling, PaymentStatuses.RefundFailed, StockStatuses.Rejected,
        6100);

    private static readonly OrderActionView Done = new(
        ActionId, OrderExamples.Id, Act.Action!, Act.Step, Act.Reason, false, 9, Before,
        Before with { State = OrderStates.Undoing }, ["payments.waive_refund.v1"],
        new MoneyView("EUR", 6100, 6100, 0, 0), OrderLinks.Of(OrderExamples.Id));

    public static RouteDescription Route { get; } = new(
        "actOnOrder", OperatorRoutes.Tag, "Acts on an order by hand",
        """
        * `retry` asks again for what an order waits for, `step` or both: payment and stock while it is being made, what
        is still open of its undo while it is being undone.
        * `resolve` takes a `step` of the undo as done, because somebody has settled it outside the system: no refund
        will be made, or nothing will be released.
        * `cancel` undoes an order that waits. Its customer reads by whom, and the `reason`.

        With `dryRun` nothing is done and nothing is written down: the answer tells what would be. Otherwise the act is
        recorded, its order's process applies it, and it stands in the audit, as does one that was refused.

        Under an `actionId` an act is done once, however often it comes, and is answered as the first time. Whoever
        looked first names in `ifVersion` what version there was to be seen.
        """)
    {
        Parameters = [OrderDescriptions.Id],
        Body = RouteBody.Of(
            ("The money was given back by hand.", Act),
            ("Only looking.", new ActionRequest(null, OperatorActions.Retry, null, null, null, true)),
            ("The whole order.", new ActionRequest(null, OperatorActions.Cancel, null, "suspected fraud", null, null))),
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "What would be done: it was a dry run.",
                ("Nothing was done.", Done with { DryRun = true })),
            RouteAnswer.Of(StatusCodes.Status202Accepted, "The act is recorded, or had been.", ("Recorded.", Done)) with
            {
                Headers = [RouteHeader.Replayed],
            },
        ],
        Problems =
        [
            http => Problem.Invalid(http, new ActionRequest(null, "resolve", null, null, null, null).Check()),
            http => OrderProblems.NotFound(http, OrderExamples.Id),
            http => OrderProblems.ActionNotPossible(http, Ended, OperatorActions.Cancel, "it has ended"),
            http => OrderProblems.OtherVersion(http, OrderExamples.Id, 11),
            http => OperatorProblems.OtherAction(http, ActionId),
            http => OperatorProblems.Unanswered(http, ActionId),
            http => OrderProblems.KeepsMoving(http, OrderExamples.Id),
        ],
    };

    public static IEnumerable<RecordDescription> Records =>
    [
        RecordDescription.Request<ActionRequest>(
            "OrderActionRequest", "What an operator wants to be done about an order.",
            [new("action", "What to do.", Shape.OneOf(ActionRequest.AllActions))],
            new MemberDescription(
                "actionId", "By which a repetition is known. Without one, each is an act of its own.",
                Shape.Text(OperatorLimits.LongestId)),
            new MemberDescription(
                "step", "Which step: has to be there to resolve, may be there to retry, and not to cancel.",
                Shape.OneOf(ActionRequest.AllSteps)),
            new MemberDescription(
                "reason",
                "Why, for the audit; a cancelled order's customer reads it too. Only in a dry run may it be missing. "
                + "No card number.",
                Shape.Text(OperatorLimits.LongestReason)),
            new MemberDescription(
                "ifVersion", "Only if the order still has this version, else 412.", Shape.AtLeast(1)),
            new MemberDescription("dryRun", "Whether only to look what would be done.")),
        RecordDescription.Answer<OrderActionView>(
            "OrderAction", "What an operator's act does, or would do.",
            new("actionId", "The act's id; null for a dry run without one."),
            new("orderId", "The order."),
            new("action", "What to do.", Shape.OneOf(ActionRequest.AllActions)),
            new("step", "Which step; null for the whole order.", Shape.OneOf(ActionRequest.AllSteps)),
            new("reason", "Why."),
            new("dryRun", "Whether nothing was done."),
            new("version", "The order's version that this is about."),
            new("before", "What was found."),
            new("after", "What the process makes of it, unless something else comes first."),
            new("messages", "The messages that it sends, by their ce_type."),
            new("money", "What was paid, and what the act would have refunded."),
            new("links", "Where to look what became of it.")),
        RecordDescription.Answer<SituationView>(
            "Situation", "Where an order stands.",
            new("state", "Of its process; null before that has begun.", Shape.Known(typeof(OrderStates))),
            new("status", "What its customer sees.", Shape.OneOf(OrderStatuses.All)),
            new("payment", "Where the payment stands.", Shape.Known(typeof(PaymentStatuses))),
            new("stock", "Where the reservation stands.", Shape.Known(typeof(StockStatuses))),
            new("owedMinor", "What the customer is owed, in minor units; null while that is unknown.")),
        RecordDescription.Answer<MoneyView>(
            "Money", "The amounts of an order, in minor units.",
            new("currency", "Their currency, by its ISO 4217 code."),
            new("totalMinor", "The sum of the order."),
            new("capturedMinor", "What was taken; null while that is unknown."),
            new("refundedMinor", "What of it was given back."),
            new("toRefundMinor", "What the act gives back; null while that is unknown.")),
    ];

    private static Order Ended => new()
    {
        Id = OrderExamples.Id,
        CustomerId = "c-42",
        Status = OrderStatuses.Confirmed,
        State = OrderStates.Confirmed,
        TotalMinor = 6100,
        Currency = "EUR",
        PaymentToken = "tok_ok",
        Lines = "[]",
        CreatedAt = default,
        UpdatedAt = default,
        Version = 4,
    };
}
