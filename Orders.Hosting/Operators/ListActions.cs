using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary><c>GET /ops/audit</c>: what operators did and were refused, the latest first.</summary>
internal static class ListActions
{
    public static async Task<IResult> Handle(HttpContext http, IEnumerable<OperatorRecords> databases)
    {
        var query = new QueryReader(http.Request.Query);
        var filter = new OperatorActionFilter
        {
            CorrelationId = query.Id("orderId"),
            Actor = query.Text("by", OperatorLimits.LongestId),
            Action = query.Text("action", OperatorLimits.LongestId),
            After = query.Time("after"),
            Before = query.Time("before"),
        };
        var limit = query.Limit();
        var before = TimeCursor.Read(query, filter);
        query.RefuseOthers();
        if (query.Errors.Any)
            return Problem.Invalid(http, query.Errors);

        var rows = new List<OperatorActionRow>();
        foreach (var database in databases)
            rows.AddRange(
                await database.ListActions(filter, before, limit + 1, http.RequestAborted).ConfigureAwait(false));
        var page = rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(limit).ToList();
        var next = rows.Count > page.Count
            ? query.Next("/ops/audit", TimeCursor.Of(new(page[^1].At, page[^1].Id), filter))
            : null;
        return TypedResults.Json(
            new ActionsView(page.ConvertAll(ActionView.Of), next), OperatorViewJson.Default.ActionsView);
    }
}
