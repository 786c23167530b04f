using Messaging;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What a shop does with orders: submit, look, cancel.</summary>
public static class OrdersApi
{
    /// <summary>Maps the routes.</summary>
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", Submit);
        app.MapGet("/orders/{id:guid}", Get);
        app.MapGet("/orders/{id:guid}/saga", GetSaga);
        app.MapGet("/orders/{id:guid}/history", GetHistory);
        app.MapPost("/orders/{id:guid}/cancel", Cancel);
    }

    private static async Task<IResult> Submit(
        HttpContext http, GroupCommit<OrdersDbContext> database, IOptions<DeadlineOptions> deadlines, TimeProvider time)
    {
        var (request, problem) = await RequestBody.Read(http, RequestJson.Default.OrderRequest);
        if (problem is not null)
            return problem;
        var errors = OrderRules.Check(request!);
        if (errors.Count > 0)
            return Problems.Invalid(http, errors);

        var id = Guid.CreateVersion7(time.GetUtcNow());
        if (!await database.IsCommitted(new AcceptOrder(id, request!, deadlines.Value.AskAgainAfter), http))
            return Problems.Overloaded(http, id);
        http.Response.Headers.Location = $"/orders/{id}";
        http.Response.Headers.RetryAfter = "1";
        return Results.Json(
            new AcceptedView(id, OrderStatuses.Processing, OrderLinks.Of(id)), ViewJson.Default.AcceptedView,
            statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Get(Guid id, HttpContext http, Inspection inspection)
    {
        if (await inspection.FindOrder(id, http.RequestAborted) is not { } order)
            return Problems.NotFound(http, id);
        return Shown(http, order, StatusCodes.Status200OK);
    }

    private static async Task<IResult> GetSaga(Guid id, HttpContext http, Inspection inspection) =>
        await inspection.FindSaga(id, http.RequestAborted) is { } found
            ? Results.Json(SagaView.Of(id, found), ViewJson.Default.SagaView)
            : Problems.NotFound(http, id);

    private static async Task<IResult> GetHistory(Guid id, HttpContext http, Inspection inspection) =>
        await inspection.ReadHistory(id, http.RequestAborted) is { Count: > 0 } rows
            ? Results.Json(new HistoryView([.. rows.Select(HistoryItemView.Of)]), ViewJson.Default.HistoryView)
            : Problems.NotFound(http, id);

    private static async Task<IResult> Cancel(
        Guid id, HttpContext http, GroupCommit<OrdersDbContext> database, IOptions<DeadlineOptions> deadlines)
    {
        var (request, problem) = await RequestBody.Read(
            http, RequestJson.Default.CancelRequest, whenMissing: new CancelRequest(null));
        if (problem is not null)
            return problem;
        var errors = OrderRules.Check(request!);
        if (errors.Count > 0)
            return Problems.Invalid(http, errors);

        var unit = new RequestCancellation(id, request!.Reason, deadlines.Value.AskAgainAfter);
        if (!await database.IsCommitted(unit, http))
            return Problems.Overloaded(http, id);
        return unit.Order switch
        {
            null => Problems.NotFound(http, id),
            { Status: OrderStatuses.Confirmed } => Problems.TooLate(http, id),
            var order => Shown(http, order, StatusCodes.Status202Accepted),
        };
    }

    private static IResult Shown(HttpContext http, Order order, int status)
    {
        http.Response.Headers.ETag = $"\"{order.Version}\"";
        return Results.Json(OrderView.Of(order), ViewJson.Default.OrderView, statusCode: status);
    }
}
