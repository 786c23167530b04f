using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary><c>GET /ops/dead-letters</c>: a page of them, the newest first, and which of them are alike.</summary>
internal static class ListDeadLetters
{
    public static async Task<IResult> Handle(HttpContext http, IEnumerable<OperatorRecords> databases)
    {
        var query = new QueryReader(http.Request.Query);
        var filter = new DeadLetterFilter
        {
            Group = query.OneOf("group", [.. databases.Select(database => database.Group)]),
            Reason = query.OneOf("reason", DeadLetterReasons.All),
            Type = query.Text("type", OperatorLimits.LongestName),
            ExceptionType = query.Text("exceptionType", OperatorLimits.LongestName),
            Topic = query.Text("topic", OperatorLimits.LongestName),
            Key = query.Id("orderId"),
            FailedAfter = query.Time("failedAfter"),
            FailedBefore = query.Time("failedBefore"),
            Status = query.OneOf("status", DeadLetterStatuses.All),
        };
        var limit = query.Limit();
        var before = TimeCursor.Read(query, filter);
        query.RefuseOthers();
        if (query.Errors.Any)
            return Problem.Invalid(http, query.Errors);

        var (heads, groups) = (new List<DeadLetterHead>(), new List<DeadLetterGroup>());
        foreach (var database in databases)
        {
            // One more than asked for tells whether there is a next page.
            heads.AddRange(await database.List(filter, before, limit + 1, http.RequestAborted).ConfigureAwait(false));
            groups.AddRange(await database.Count(filter, http.RequestAborted).ConfigureAwait(false));
        }

        var page = heads.OrderByDescending(head => head.FailedAt).ThenByDescending(head => head.Id)
            .Take(limit).ToList();
        var next = heads.Count > page.Count
            ? query.Next("/ops/dead-letters", TimeCursor.Of(new(page[^1].FailedAt, page[^1].Id), filter))
            : null;
        var alike = groups.OrderByDescending(group => group.Count).ThenByDescending(group => group.LastAt).Select(View);
        return TypedResults.Json(
            new DeadLettersView(page.ConvertAll(DeadLetterView.Of), [.. alike], next),
            OperatorViewJson.Default.DeadLettersView);
    }

    private static DeadLetterGroupView View(DeadLetterGroup group) => new(
        group.ReaderGroup, group.Reason, group.ExceptionType, group.MessageType, group.Count, group.FirstAt,
        group.LastAt);
}
