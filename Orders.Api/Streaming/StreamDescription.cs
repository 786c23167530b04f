using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of the streams of what happens to orders.</summary>
internal static class StreamDescription
{
    private static readonly RouteParameter LastId = RouteParameter.Header(
        LastEventId.Header, "Where to go on: the last id that was read. A browser sends it when it connects again.",
        Shape.Like("^[0-9]+$"), "7");

    public static RouteDescription OneOrder { get; } = new(
        "streamOrder", OrderDescriptions.Tag, "Tells what happens to an order, as it happens",
        """
        All steps of the order and then those that come, until it has ended. An id is the order's version: there are no
        gaps, and a client that connects again goes on where it was.
        """)
    {
        Parameters = [OrderDescriptions.Id, LastId],
        Answers =
        [
            RouteAnswer.Stream(
                StatusCodes.Status200OK, "Events.", Step("The order's version.", "1"), Ping, End,
                Resync(
                    "The client reads too slowly and is cut off. It has missed nothing: connecting again it goes on.",
                    reload: false)),
        ],
        Problems = [NoId, http => OrderProblems.NotFound(http, OrderExamples.Id)],
    };

    public static RouteDescription AllOrders { get; } = new(
        "streamOrders", OrderDescriptions.Tag, "Tells what happens to all orders, as it happens",
        """
        The steps from now on, of all orders that the caller sees. An id is the step's `seq`, which has gaps. A step
        that was stored late comes behind a higher one and without an id, and after a new connection a step may come
        twice; none is missed.
        """)
    {
        Parameters = [LastId],
        Answers =
        [
            RouteAnswer.Stream(
                StatusCodes.Status200OK, "Events.", Step("The step's seq.", "4711"), Ping,
                Resync(
                    "With reload false the client reads too slowly and is cut off, but connecting again it goes on. "
                    + "With true it is too far behind: it reads anew what it shows, and connecting again goes on from "
                    + "now.",
                    reload: true)),
        ],
        Problems = [NoId],
    };

    /// <summary>Every record that streams have in them.</summary>
    public static IEnumerable<RecordDescription> Records =>
    [
        RecordDescription.Answer<StepView>(
            "Step", "A step of an order: an item of its history that is not what was sent.",
            OrderRecords.Seq,
            new("orderId", "The order."),
            new("version", "Counts the order's steps, from 1."),
            OrderRecords.MessageId,
            OrderRecords.Type,
            new("direction", "Where it came from.", Shape.Known(typeof(Directions))),
            new("at", "When."),
            new("stateBefore", "The state it found. Null before the process had begun."),
            new("stateAfter", "The state it left."),
            new("status", "What the order's status is from then on.", Shape.OneOf(OrderStatuses.All)),
            OrderRecords.Payload),
        RecordDescription.Answer<PingView>(
            "StreamPing", "A stream lives.", new MemberDescription("at", "When it was sent.")),
        RecordDescription.Answer<EndView>(
            "StreamEnd", "A stream has no more to tell.",
            new MemberDescription(
                "status", "How the order ended.",
                Shape.OneOf([.. OrderStatuses.All.Where(OrderStatuses.IsFinal)]))),
        RecordDescription.Answer<ResyncView>(
            "StreamResync", "A stream leaves off before its end.",
            new MemberDescription(
                "reload", "Whether steps were left out, so that what the client shows is to be read anew.")),
    ];

    private static ProblemHttpResult NoId(HttpContext http) => Problem.Invalid(http, LastEventId.Refuse("latest"));

    private static RouteEvent Ping => RouteEvent.Of(
        "ping", "The connection lives: at its beginning, and every 15 seconds.",
        new PingView(OrderExamples.Accepted.At));

    private static RouteEvent End => RouteEvent.Of(
        "end", "The order has ended, and nothing will come any more: close, or the browser connects again.",
        new EndView(OrderStatuses.Confirmed));

    private static RouteEvent Resync(string words, bool reload) =>
        RouteEvent.Of("resync", words, new ResyncView(reload));

    private static RouteEvent Step(string idWords, string id)
    {
        var item = OrderExamples.Accepted;
        var step = new StepView(
            item.Seq, OrderExamples.Id, 1, item.MessageId, item.Type, item.Direction, item.At, item.StateBefore,
            item.StateAfter, OrderStatuses.Processing, item.Payload);
        return RouteEvent.Of("order", "Something happened to an order.", step) with { IdWords = idWords, Id = id };
    }
}
