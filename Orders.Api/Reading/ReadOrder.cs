using System.Text;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What is known of one order.</summary>
internal static class ReadOrder
{
    public static async Task<IResult> Order(Guid id, HttpContext http, Inspection inspection)
    {
        if (await inspection.FindOrder(id, http.Shop(), http.RequestAborted) is not { } order)
            return OrderProblems.NotFound(http, id);
        http.Response.Headers.ETag = ETags.Of(order.Version);
        return ETags.IsKnown(http.Request, order.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Json(OrderView.Of(order), ViewJson.Default.OrderView);
    }

    public static async Task<IResult> Saga(Guid id, HttpContext http, Inspection inspection) =>
        await inspection.FindSaga(id, http.Shop(), http.RequestAborted) is { } found
            ? TypedResults.Json(SagaView.Of(id, found), ViewJson.Default.SagaView)
            : OrderProblems.NotFound(http, id);

    public static async Task<IResult> History(Guid id, HttpContext http, Inspection inspection) =>
        await inspection.ReadHistory(id, http.Shop(), http.RequestAborted) is { Count: > 0 } rows
            ? TypedResults.Json(new HistoryView([.. rows.Select(HistoryItemView.Of)]), ViewJson.Default.HistoryView)
            : OrderProblems.NotFound(http, id);

    /// <summary>What the process of every order looks like.</summary>
    public static async Task<IResult> Definition(HttpContext http, Inspection inspection) =>
        await inspection.FindDefinition(http.RequestAborted) is { } definition
            ? TypedResults.Text(definition, "application/json", Encoding.UTF8)
            : OrderProblems.NoDefinition(http);

    /// <summary>Whose orders alone the caller sees; null for who sees all.</summary>
    public static string? Shop(this HttpContext http) => http.IsShop() ? http.Caller() : null;
}
