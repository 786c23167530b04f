using Messaging;
using Microsoft.Extensions.Options;
using Orders.Data;

namespace Orders.Api;

/// <summary>What a shop does with orders: submit, look, cancel.</summary>
public static class OrdersApi
{
    /// <summary>A database that does not answer within this time is an answer too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

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
        if (!await IsCommitted(database, new AcceptOrder(id, request!, deadlines.Value.AskAgainAfter), http))
            return Problems.Overloaded(http);
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
        if (!await IsCommitted(database, unit, http))
            return Problems.Overloaded(http);
        return unit.Order switch
        {
            null => Problems.NotFound(http, id),
            { Status: OrderStatuses.Confirmed } => Problems.TooLate(http, id),
            var order => Shown(http, order, StatusCodes.Status202Accepted),
        };
    }

    /// <summary>A client that goes away takes its order out while it still waits; one that was applied is committed.</summary>
    private static async Task<bool> IsCommitted(GroupCommit<OrdersDbContext> database, UnitOfWork unit, HttpContext http)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await database.Execute(unit, patience.Token).WaitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private static IResult Shown(HttpContext http, Order order, int status)
    {
        http.Response.Headers.ETag = $"\"{order.Version}\"";
        return Results.Json(OrderView.Of(order), ViewJson.Default.OrderView, statusCode: status);
    }
}
