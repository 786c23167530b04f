using Messaging;

namespace Orders.Hosting;

/// <summary>What is published of the records that operators read and send.</summary>
internal static class OperatorRecordDescriptions
{
    private static readonly IReadOnlyList<MemberDescription> DeadLetter =
    [
        new("id", "The dead letter's id."),
        new("group", "The consumer group that read it, or the service that could not send it."),
        new("reason", "Why it is here.", Shape.Known(DeadLetterReasons.All)),
        new("exceptionType", "The type of the exception, if there was one."),
        new("message", "What was wrong, in words."),
        new("attempts", "How often it was tried; 0 where it could not be read."),
        new("type", "What it is, its ce_type; null where it does not say."),
        new("messageId", "The message; null where it has none."),
        new("orderId", "The order that it belongs to; null where its key is none."),
        new("topic", "Where it was read, or was to be sent."),
        new("partition", "Where there; null where it was to be sent."),
        new("offset", "Where in it; null where it was to be sent."),
        new("recordTime", "When it was written."),
        new("failedAt", "When it was given up."),
        new("status", "What became of it.", Shape.OneOf(DeadLetterStatuses.All)),
        new("replayCount", "How often it was sent to its topic again."),
        new("replayedAt", "When, the last time."),
        new("replayedBy", "By whom."),
        new("discardedAt", "When it was taken as settled; null while it is not."),
        new("discardedBy", "By whom."),
        new("discardReason", "Why."),
        new("links", "Where to look further."),
    ];

    public static IEnumerable<RecordDescription> All => [.. OfDeadLetters, .. OfActs, .. OfAudits];

    private static IEnumerable<RecordDescription> OfDeadLetters =>
    [
        RecordDescription.Answer<DeadLettersView>(
            "DeadLetterPage", "A page of dead letters.",
            new("items", "The dead letters, the newest first."),
            new("groups", "Which are alike, the most first: of all that the filter lets through."),
            new("next", "The next page; null where there is none.", Shape.Path)),
        RecordDescription.Answer<DeadLetterView>(
            "DeadLetter", "A message that could not be read, handled or sent.", DeadLetter),
        RecordDescription.Answer<WholeDeadLetterView>(
            "WholeDeadLetter", "A dead letter with all that came with it.",
            [
                .. DeadLetter,
                new("stackTrace", "Of the exception, if there was one."),
                new("key", "The record's key."),
                new("headers", "The record's headers, in their order."),
                new("body", "The record's value."),
            ]),
        RecordDescription.Answer<DeadLetterLinks>(
            "DeadLetterLinks", "Where to look further.",
            new MemberDescription("self", "The dead letter with all that came with it.", Shape.Path)),
        RecordDescription.Answer<DeadLetterGroupView>(
            "DeadLetterGroup", "Dead letters that are alike.",
            new("group", "Their consumer group."),
            new("reason", "Why they are here.", Shape.Known(DeadLetterReasons.All)),
            new("exceptionType", "The type of their exception."),
            new("type", "What they are, their ce_type."),
            new("count", "How many."),
            new("firstAt", "When the first was given up."),
            new("lastAt", "When the last was.")),
        RecordDescription.Answer<HeaderView>(
            "RecordHeader", "A header of a record; one without a value has neither text nor Base64.",
            new("name", "Its name."),
            new("text", "Its value, where that is UTF-8."),
            new("base64", "Its value, where that is not.")),
        RecordDescription.Answer<BytesView>(
            "Bytes", "Bytes as text where they are UTF-8, and in Base64 where they are not.",
            new("text", "Null where they are no text."),
            new("base64", "Null where they are."),
            new("isMasked", "Whether something is not shown, a payment token for instance.")),
    ];

    private static IEnumerable<RecordDescription> OfActs =>
    [
        RecordDescription.Request<DeadLetterRequest>(
            "DeadLetterActRequest", "What an operator wants to be done about which dead letters.",
            [],
            new("actionId", "By which a repetition is known. Without one, each is an act of its own.",
                Shape.Text(OperatorLimits.LongestId)),
            new("ids", "Which; not beside a filter.", Shape.Items(1, OperatorRecords.MostPerAct)),
            new("filter", "Which; not beside ids."),
            new("reason", "Why, for the audit. It may be missing in a dry run only. No card number.",
                Shape.Text(OperatorLimits.LongestReason)),
            new("expected", "How many it has to be about, else 409.", Shape.AtLeast(0)),
            new("dryRun", "Whether only to look what would be done.")),
        RecordDescription.Request<DeadLetterSelection>(
            "DeadLetterFilter", "Which dead letters: those that all its members fit. There has to be one at least.",
            [],
            new("group", "Of this consumer group, which has to be one of this process."),
            new("reason", "For this reason.", Shape.OneOf(DeadLetterReasons.All)),
            new("type", "Of this type, by its ce_type.", Shape.Text(OperatorLimits.LongestName)),
            new("exceptionType", "With this exception.", Shape.Text(OperatorLimits.LongestName)),
            new("topic", "Of this topic.", Shape.Text(OperatorLimits.LongestName)),
            new("orderId", "Of this order."),
            new("failedAfter", "Given up after this time.", Shape.Time),
            new("failedBefore", "Given up before this time.", Shape.Time),
            new("status", "Of which this became; discarded ones take no part.",
                Shape.OneOf(DeadLetterSelection.AllStatuses))),
        RecordDescription.Answer<DeadLetterActView>(
            "DeadLetterAct", "What an act on dead letters did, or would do.",
            new("actionId", "The act's id; null for a dry run without one."),
            new("action", "What was to be done.", Shape.OneOf("replay", "discard")),
            new("dryRun", "Whether nothing was done."),
            new("matched", "How many the ids or the filter select."),
            new("done", "How many of these were, or would be, dealt with now."),
            new("remaining", "How many are left for another act."),
            new("ids", "The ones that were, or would be, dealt with."),
            new("skipped", "Those of the ids that were not."),
            new("detail", "The same in words.")),
        RecordDescription.Answer<SkippedView>(
            "SkippedDeadLetter", "An id about which nothing was done.",
            new("id", "The id."),
            new("why", "Why, in words.")),
    ];

    private static IEnumerable<RecordDescription> OfAudits =>
    [
        RecordDescription.Answer<ActionsView>(
            "OperatorActionPage", "A page of what operators did.",
            new("items", "The acts, the latest first."),
            new("next", "The next page; null where there is none.", Shape.Path)),
        RecordDescription.Answer<ActionView>(
            "OperatorAction", "An act as it stands in the audit.",
            new("at", "When."),
            new("by", "Who: the name of the key."),
            new("action", "What: order.retry, dead-letters.replay and the like."),
            new("actionId", "The act's id."),
            new("orderId", "The order it was about; null where it was about none."),
            new("reason", "Why."),
            new("outcome", "What became of it.", Shape.OneOf("done", "refused")),
            new("messageId", "By which the order's history knows the act."),
            new("details", "What was found before, and what was to come of it.")),
    ];
}
