using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of the streams of what happens to orders.</summary>
internal static class StreamDescription
{
    private static readonly RouteParameter LastEventId = RouteParameter.Header(
        "Last-Event-ID", "Where to go on: the last id that was read. A browser sends it when it connects again.",
        Shape.Like("^[0-9]+$"), "7");

    public static RouteDescription OneOrder { get; } = new(
        "streamOrder", OrderDescriptions.Tag, "Tells what happens to an order, as it happens",
        """
        The whole history of the order and then what comes, item by item, until it has ended. An id is the order's
        version: there are no gaps, and a client that connects again goes on where it was.
        """)
    {
        Parameters = [OrderDescriptions.Id, LastEventId],
        Answers =
        [
            RouteAnswer.Stream(
                StatusCodes.Status200OK, "Events.", Item("The order's version.", "1"), Ping, End, Resync),
        ],
        Problems = [http => OrderProblems.NotFound(http, OrderExamples.Id)],
    };

    public static RouteDescription AllOrders { get; } = new(
        "streamOrders", OrderDescriptions.Tag, "Tells what happens to all orders, as it happens",
        """
        What happens from now on, to all orders that the caller sees. An id is the item's `seq`, which has gaps. What
        was stored late may come behind a higher one, and after a new connection an item may come twice; none is missed.
        """)
    {
        Parameters = [LastEventId],
        Answers =
        [
            RouteAnswer.Stream(
                StatusCodes.Status200OK, "Events.", Item("The item's seq.", "4711"), Ping, Resync),
        ],
    };

    private static RouteEvent Ping => new("ping", "Nothing happened for 15 seconds, and the connection lives.");

    private static RouteEvent End => new(
        "end", "The order has ended, and nothing will come any more: close, or the browser connects again.");

    private static RouteEvent Resync => new(
        "resync", "The client was too slow and has missed something: read anew, and connect again.");

    private static RouteEvent Item(string idWords, string id) =>
        RouteEvent.Of("order", "Something happened: an item of the history.", OrderExamples.Accepted) with
        {
            IdWords = idWords,
            Id = id,
        };
}
