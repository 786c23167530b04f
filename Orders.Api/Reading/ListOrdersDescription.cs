using System.Text.Json.Nodes;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is published of <c>GET /orders</c>.</summary>
internal static class ListOrdersDescription
{
    public static RouteDescription Route { get; } = new(
        "listOrders", OrderDescriptions.Tag, "Lists orders, the newest first",
        """
        A page of the orders that the filters let through, and the path of the `next` one; null there says that this was
        the last. Orders that arrive while somebody reads appear on no later page. A parameter that is not known is
        refused, as a mistyped filter would show everything.
        """)
    {
        Parameters =
        [
            RouteParameter.Query(
                "status", "Only orders with this status; several may be named.", Shape.AnyOf(OrderStatuses.All),
                Examples(OrderStatuses.Confirmed)),
            RouteParameter.Query(
                "state", "Only orders whose process is in this state; several may be named.",
                Shape.AnyOf(OrderStates.All), Examples(OrderStates.NeedsAttention)),
            RouteParameter.Query(
                "customerId", "Only orders of this customer, by the shop's own id.",
                Shape.AnyText(OrderQuery.LongestName), "c-42"),
            RouteParameter.Query(
                "createdAfter", "Only orders that were accepted after this time.", Shape.Time, "2025-08-20T00:00:00Z"),
            RouteParameter.Query(
                "createdBefore", "Only orders that were accepted before this time.", Shape.Time,
                "2025-08-21T00:00:00Z"),
            .. ListDescriptions.Page,
        ],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "A page of orders.",
                ("The last page.", new OrdersView([OrderExamples.Confirmed, OrderExamples.Cancelled], null))),
        ],
        Problems = [ListDescriptions.TooMany],
    };

    private static JsonArray Examples(string word) => [word];
}
