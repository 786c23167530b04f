using Contracts;
using Messaging;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of the records that show orders.</summary>
internal static class OrderRecords
{
    public static MemberDescription Seq { get; } = new("seq", "Grows over all orders, with gaps.");

    public static MemberDescription MessageId { get; } = new(
        "messageId", "The message's id, which it has on Kafka and in the traces too.");

    public static MemberDescription Type { get; } = new(
        "type",
        "orders.accepted, orders.cancellation_requested, a message's ce_type, deadline.<name>, operator.<action>; more "
        + "may come.");

    public static MemberDescription Payload { get; } = new(
        "payload", "The message; /schemas/{type}.json says what is in it. A payment token is masked.");

    public static IEnumerable<RecordDescription> All => [.. OfOrders, .. OfSagas, .. OfHistories, .. OfDefinitions];

    private static IEnumerable<RecordDescription> OfOrders =>
    [
        RecordDescription.Answer<OrderView>(
            "Order", "An order as its customer may see it.",
            new("id", "The order's id."),
            new("customerId", "Who ordered, by the shop's own id."),
            new("status", "Where it stands; the last word is confirmed or cancelled.", Shape.OneOf(OrderStatuses.All)),
            new(
                "reason", "Why it was cancelled, or is being; null where it is not. What began the undo stays.",
                Shape.Known(typeof(CancelReasons))),
            new("detail", "The same in words, where there is more to say."),
            new("totalMinor", "The sum of all lines, in minor units of the currency."),
            new("currency", "The currency of all amounts, by its ISO 4217 code."),
            new("lines", "The articles."),
            new("createdAt", "When it was accepted."),
            new("updatedAt", "When something happened to it last."),
            new("endedAt", "When it was confirmed or cancelled; null before."),
            new(
                "cancellation", "What became of the wish to cancel it; null while nobody has one.",
                Shape.OneOf(Cancellations.Requested, Cancellations.Done, Cancellations.TooLate)),
            new("version", "Counts everything that happened to it, from 1. It is the ETag, and what If-Match names."),
            new("links", "Where to go on.")),
        RecordDescription.Answer<OrderLine>(
            "OrderLine", "An article of an order.",
            new("sku", "The article."),
            new("quantity", "How many pieces."),
            new("unitPriceMinor", "The price of one piece, in minor units of the order's currency.")),
        RecordDescription.Answer<OrderLinks>(
            "OrderLinks", "Where to go on from an order.",
            new("self", "The order.", Shape.Path),
            new("history", "What happened to it.", Shape.Path),
            new("saga", "Where its process stands.", Shape.Path),
            new("stream", "What happens to it from now on, as a stream of events.", Shape.Path),
            new("cancel", "Where to have it cancelled.", Shape.Path)),
        RecordDescription.Answer<OrdersView>(
            "OrderPage", "A page of orders.",
            new("items", "The orders, the newest first."),
            new("next", "The next page; null where there is none.", Shape.Path)),
    ];

    private static IEnumerable<RecordDescription> OfSagas =>
    [
        RecordDescription.Answer<SagaView>(
            "Saga", "Where an order's process stands.",
            new("orderId", "The order."),
            new(
                "state", "What it waits for, or how it ended; null before it has begun.",
                Shape.Known(typeof(OrderStates))),
            new("version", "Counts the steps of the process, which are not all of the order's: no ETag, no ifVersion."),
            new("payment", "Where the payment stands."),
            new("stock", "Where the reservation stands."),
            new(
                "owedMinor",
                "What the customer is owed while an undo is open, in minor units; null while it is unknown whether "
                + "anything was taken."),
            new("deadlines", "Until when it waits, the next first."),
            new("accepts", "The events that would move it now; /saga/definition has them all."),
            new("lastFault", "What went wrong last with the undo."),
            new("startedAt", "When the process began."),
            new("updatedAt", "When it took a step last."),
            new("endedAt", "When it ended.")),
        RecordDescription.Answer<PaymentView>(
            "SagaPayment", "Where an order's payment stands, as far as its process knows.",
            new("status", "The last that is known.", Shape.Known(typeof(PaymentStatuses))),
            new("paymentId", "The payment; null before the money was taken."),
            new("amountMinor", "What is to be taken."),
            new("capturedMinor", "What was taken; null while that is unknown."),
            new("refundedMinor", "What of it was given back.")),
        RecordDescription.Answer<StockView>(
            "SagaStock", "Where an order's reservation stands, as far as its process knows.",
            new("status", "The last that is known.", Shape.Known(typeof(StockStatuses))),
            new("shortages", "What was missing.")),
        RecordDescription.Answer<Shortage>(
            "Shortage", "An article of which there was not enough.",
            new("sku", "The article."),
            new("requested", "How many pieces were asked for."),
            new("available", "How many there were.")),
        RecordDescription.Answer<DeadlineView>(
            "Deadline", "Until when something is waited for.",
            new("name", "What for: step, undo; and intake, cancellation, operator, until the process has taken note."),
            new("dueAt", "When it falls due."),
            new("attempt", "The first, the second, and so on: it is asked for again when one falls due.")),
    ];

    private static IEnumerable<RecordDescription> OfHistories =>
    [
        RecordDescription.Answer<HistoryView>(
            "History", "Everything that happened to an order.",
            new MemberDescription("items", "In sequence.")),
        RecordDescription.Answer<HistoryItemView>(
            "HistoryItem", "Something that happened to an order.",
            Seq,
            MessageId,
            Type,
            new("direction", "Where it came from; out is what the process sent.", Shape.Known(typeof(Directions))),
            new("at", "When."),
            new("stateBefore", "The state it found. Null before the process had begun, and with what went out."),
            new("stateAfter", "The state it left."),
            Payload),
    ];

    private static IEnumerable<RecordDescription> OfDefinitions =>
    [
        RecordDescription.Answer<ProcessDefinition>(
            "ProcessDefinition", "What the process of every order looks like.",
            new("name", "Of the process."),
            new("states", "All of them, in the order of their declaration."),
            new("events", "All of them, in alphabetical order."),
            new(
                "transitions",
                "Every way from one state to another; which of several an event takes depends on what it says.")),
        RecordDescription.Answer<ProcessState>(
            "ProcessState", "A state of the process.",
            new("name", "As an order's process has it."),
            new("isFinal", "Whether nothing happens any more."),
            new("accepts", "The events that have an effect.")),
        RecordDescription.Answer<ProcessTransition>(
            "ProcessTransition", "A way from one state to another.",
            new("from", "The state before."),
            new("event", "What happens."),
            new("to", "The state after.")),
    ];
}
