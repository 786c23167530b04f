using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>What is published of the routes of dead letters.</summary>
internal static class DeadLetterDescriptions
{
    private static readonly Shape Name = Shape.AnyText(OperatorLimits.LongestName);

    public static RouteDescription List { get; } = new(
        "listDeadLetters", OperatorRoutes.Tag, "Lists dead letters, the newest first",
        """
        Messages that could not be read, handled or sent, kept as they were: those of the databases of this process. The
        member `groups` counts which of them are alike, over all pages; that is where to begin.
        """)
    {
        Parameters =
        [
            RouteParameter.Query(
                "group", "Only those of this consumer group, which has to be one of this process.",
                Shape.Like("^[a-z-]+$"), "orders-saga"),
            RouteParameter.Query(
                "reason", "Only those for this reason.", Shape.OneOf(DeadLetterReasons.All),
                DeadLetterReasons.RetriesExhausted),
            RouteParameter.Query(
                "type", "Only messages of this type, by their ce_type.", Name, "payments.payment_completed.v1"),
            RouteParameter.Query(
                "exceptionType", "Only those with this exception.", Name, "System.TimeoutException"),
            RouteParameter.Query("topic", "Only those of this topic.", Name, "payments.events"),
            RouteParameter.Query(
                "orderId", "Only those of this order.", Shape.Id, $"{DeadLetterExamples.OrderId}"),
            RouteParameter.Query(
                "failedAfter", "Only those that were given up after this time.", Shape.Time, "2025-08-20T00:00:00Z"),
            RouteParameter.Query(
                "failedBefore", "Only those that were given up before this time.", Shape.Time, "2025-08-21T00:00:00Z"),
            RouteParameter.Query(
                "status", "Only those of which this became.", Shape.OneOf(DeadLetterStatuses.All),
                DeadLetterStatuses.Open),
            .. ListDescriptions.Page,
        ],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "A page of dead letters.", ("The last page.", DeadLetterExamples.Page)),
        ],
        Problems = [ListDescriptions.TooMany],
    };

    public static RouteDescription Read { get; } = new(
        "getDeadLetter", OperatorRoutes.Tag, "Shows a dead letter with all that came with it",
        "Key, headers and body as they were, and the stack of the exception. A payment token is masked.")
    {
        Parameters =
        [
            RouteParameter.Path(
                "id", "The dead letter's id. What is no id at all is answered 404, too.", Shape.Id,
                $"{DeadLetterExamples.Id}"),
        ],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "The dead letter.",
                ("One that was tried ten times.", DeadLetterExamples.Whole)),
        ],
        Problems = [http => OperatorProblems.NotFound(http, DeadLetterExamples.Id)],
    };

    public static RouteDescription Replay { get; } = Act(
        "replayDeadLetters", "Sends dead letters to their topics again",
        """
        With the id, key, headers and bytes that they came with, so that what was done about them already is not done
        again. One that fails again is another dead letter.
        """,
        StatusCodes.Status202Accepted, "They are on their way, or had been sent.", DeadLetterExamples.Replayed);

    public static RouteDescription Discard { get; } = Act(
        "discardDeadLetters", "Takes dead letters as settled",
        "They stay where they are, are shown as discarded, and take no part in acts any more.",
        StatusCodes.Status200OK, "They are discarded, or had been; or it was a dry run.", DeadLetterExamples.Discarded);

    private static RouteDescription Act(
        string id, string summary, string words, int status, string answer, DeadLetterActView done)
    {
        var looked = ("Nothing was done.", done with
        {
            ActionId = null,
            DryRun = true,
            Detail = done.Detail.Replace("are ", "would be ", StringComparison.Ordinal),
        });
        return new(
            id, OperatorRoutes.Tag, summary,
            words + "\n\n"
            + """
            Which, say `ids` or a `filter`, of which one has to be there, and not an empty one. With `dryRun` nothing is
            done, and the answer tells what would be; its `matched` may be sent as `expected` with the act itself, which
            is refused where the filter selects more or fewer by then.

            One act deals with a limited number, the oldest first; `remaining` tells how many are left for another.
            Under an `actionId` an act is done once, however often it comes, and is answered as the first time. It
            stands in the audit.
            """)
        {
            Body = RouteBody.Of(
                ("Looking first.", DeadLetterExamples.LookFirst),
                ("Those that a filter selects, as long as it is one.", DeadLetterExamples.ByFilter),
                ("One by its id.", DeadLetterExamples.ById)),
            Answers = status == StatusCodes.Status200OK
                ? [RouteAnswer.Of(status, answer, ("Done.", done), looked) with { Headers = [RouteHeader.Replayed] }]
                :
                [
                    RouteAnswer.Of(StatusCodes.Status200OK, "What would be done: it was a dry run.", looked),
                    RouteAnswer.Of(status, answer, ("Done.", done)) with { Headers = [RouteHeader.Replayed] },
                ],
            Problems =
            [
                http => Problem.Invalid(
                    http, new DeadLetterRequest(null, null, null, "mended", null, null).Check([])),
                http => OperatorProblems.OtherCount(http, 1, 12),
                http => OperatorProblems.OtherAction(http, DeadLetterExamples.ActionId),
                http => OperatorProblems.Unanswered(http, DeadLetterExamples.ActionId),
            ],
        };
    }
}
