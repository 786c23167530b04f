using Orders.Hosting;

namespace Orders.Api;

/// <summary>What a shop does with orders, and what an operator sees of them.</summary>
public static class OrdersApi
{
    /// <summary>Maps the routes.</summary>
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", SubmitOrder.Handle)
            .RequireAuthorization(Policies.Shop).WithMetadata(SubmitOrderDescription.Route);
        app.MapGet("/orders", ListOrders.Handle)
            .RequireAuthorization(Policies.Orders).WithMetadata(ListOrdersDescription.Route);
        app.MapGet("/orders/{id:guid}", ReadOrder.Order)
            .RequireAuthorization(Policies.Orders).WithMetadata(ReadOrderDescription.Order);
        app.MapGet("/orders/{id:guid}/saga", ReadOrder.Saga)
            .RequireAuthorization(Policies.Orders).WithMetadata(ReadOrderDescription.Saga);
        app.MapGet("/orders/{id:guid}/history", ReadOrder.History)
            .RequireAuthorization(Policies.Orders).WithMetadata(ReadOrderDescription.History);
        app.MapGet("/orders/{id:guid}/stream", StreamOrders.One).AsStream()
            .RequireAuthorization(Policies.Orders).WithMetadata(StreamDescription.OneOrder);
        app.MapGet("/orders/stream", StreamOrders.All).AsStream()
            .RequireAuthorization(Policies.Orders).WithMetadata(StreamDescription.AllOrders);
        app.MapGet("/saga/definition", ReadOrder.Definition)
            .RequireAuthorization(Policies.Orders).WithMetadata(ReadOrderDescription.Definition);
        app.MapPost("/ops/orders/{id:guid}/actions", ActOnOrder.Handle)
            .RequireAuthorization(Policies.Ops).WithMetadata(ActOnOrderDescription.Route);
        app.MapPost("/orders/{id:guid}/cancel", CancelOrder.Handle)
            .RequireAuthorization(Policies.Shop).WithMetadata(CancelOrderDescription.Route);
        app.MapDocuments();
    }
}
