using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary><c>GET /orders</c>: a page of them, the newest first.</summary>
internal static class ListOrders
{
    public static async Task<IResult> Handle(HttpContext http, Inspection inspection)
    {
        var query = new OrderQuery(http.Request.Query);
        if (query.Errors.Any)
            return Problem.Invalid(http, query.Errors);

        // One more than asked for tells whether there is a next page.
        var orders = await inspection.ListOrders(
            query.Filter with { Shop = http.Shop() }, query.Before, query.Limit + 1, http.RequestAborted);
        var page = orders.Take(query.Limit).ToList();
        var next = orders.Count > page.Count ? query.PathAfter(page[^1].Seq) : null;
        return TypedResults.Json(new OrdersView(page.ConvertAll(OrderView.Of), next), ViewJson.Default.OrdersView);
    }
}
