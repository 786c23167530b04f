using Orders.Hosting;

namespace Orders.Api;

/// <summary>What a shop does with orders, and what an operator sees of them.</summary>
public static class OrdersApi
{
    /// <summary>Maps the routes.</summary>
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", SubmitOrder.Handle).RequireAuthorization(Policies.Shop);
        app.MapGet("/orders", ListOrders.Handle).RequireAuthorization(Policies.Orders);
        app.MapGet("/orders/{id:guid}", ReadOrder.Order).RequireAuthorization(Policies.Orders);
        app.MapGet("/orders/{id:guid}/saga", ReadOrder.Saga).RequireAuthorization(Policies.Orders);
        app.MapGet("/orders/{id:guid}/history", ReadOrder.History).RequireAuthorization(Policies.Orders);
        app.MapGet("/orders/{id:guid}/stream", StreamOrders.One).RequireAuthorization(Policies.Orders);
        app.MapGet("/orders/stream", StreamOrders.All).RequireAuthorization(Policies.Orders);
        app.MapGet("/saga/definition", ReadOrder.Definition).RequireAuthorization(Policies.Orders);
        app.MapPost("/orders/{id:guid}/cancel", CancelOrder.Handle).RequireAuthorization(Policies.Shop);
    }
}
