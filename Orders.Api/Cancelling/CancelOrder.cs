using Messaging;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>
/// <c>POST /orders/{id}/cancel</c>: the wish is recorded, and the order tells what becomes of it.
/// </summary>
internal static class CancelOrder
{
    public static async Task<IResult> Handle(
        Guid id, HttpContext http, GroupCommit<OrdersDbContext> database, IOptions<DeadlineOptions> deadlines)
    {
        var (request, errors, problem) = await RequestBody.Read(
            http, RequestJson.Default.CancelRequest, OrderRules.Check, whenMissing: new CancelRequest(null));
        if (problem is not null)
            return problem;
        if (!ETags.TryReadIfMatch(http.Request, out var versions))
            errors.Add("If-Match", "must be a list of entity tags, as in \"7\"");
        if (errors.Any)
            return Problem.Invalid(http, errors);

        var unit = new RequestCancellation(
            id, request.Reason, deadlines.Value.AskAgainAfter, http.Shop(), versions);
        if (!await database.IsCommitted(unit, http))
            return OrderProblems.Unanswered(http, id);
        if (unit.Order is not { } order)
            return OrderProblems.NotFound(http, id);
        if (unit.IsOtherVersion)
            return OrderProblems.OtherVersion(http, id, order.Version);
        if (order.Status == OrderStatuses.Confirmed)
            return OrderProblems.TooLate(http, id);
        http.Response.Headers.ETag = ETags.Of(order.Version);
        return TypedResults.Json(
            OrderView.Of(order), ViewJson.Default.OrderView, statusCode: StatusCodes.Status202Accepted);
    }
}
