using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What can be wrong with an order, beside what can be wrong with any request.</summary>
internal static class OrderProblems
{
    public static IReadOnlyList<ProblemKind> Kinds { get; } =
    [
        OrderNotFound, NotCancellable, VersionMismatch, KeyReused, NotPossible, TooMany,
    ];

    private static ProblemKind OrderNotFound => new(
        "order-not-found", StatusCodes.Status404NotFound, "There is no such order.",
        "No order has this id, or it is not this caller's.");

    private static ProblemKind NotCancellable => new(
        "order-not-cancellable", StatusCodes.Status409Conflict, "It is too late to cancel.",
        "The order is confirmed: paid and reserved. A confirmed order is not cancelled any more.");

    private static ProblemKind VersionMismatch => new(
        "version-mismatch", StatusCodes.Status412PreconditionFailed, "The order is not as it was.",
        "If-Match or ifVersion names another version of the order than the present one, which the member `version` "
        + "tells. Look at the order again and decide anew.");

    private static ProblemKind KeyReused => new(
        "idempotency-key-reused", StatusCodes.Status422UnprocessableEntity, "This key belongs to another request.",
        "The Idempotency-Key came before with another body. A key names one request: repeat that, or take a new key.");

    private static ProblemKind NotPossible => new(
        "action-not-possible", StatusCodes.Status409Conflict, "The order does not allow that act now.",
        "An operator's act belongs to certain states of an order: retry to one that waits or is being undone, resolve "
        + "to a step that is being undone, cancel to an order that has neither ended nor begun its undo. The member "
        + "`state` has the present one. Nothing was done; the audit has the refusal.");

    private static ProblemKind TooMany => new(
        "too-many-open-orders", StatusCodes.Status429TooManyRequests, "Too many orders are open.",
        "This caller has as many orders that have not ended as it may have. Nothing was stored. Wait for some to end.");

    public static ProblemHttpResult NotFound(HttpContext http, Guid id) =>
        Problem.Of(http, OrderNotFound, $"No order has the id '{id}'.", ("orderId", id));

    public static ProblemHttpResult NoDefinition(HttpContext http) => Problem.Of(
        http, ProblemKind.NotFound,
        "Nobody has written the definition down yet: no Orders.Saga has started on this database.");

    public static ProblemHttpResult TooLate(HttpContext http, Guid id) => Problem.Of(
        http, NotCancellable, $"Order '{id}' is confirmed; a confirmed order is not cancelled any more.",
        ("orderId", id));

    public static ProblemHttpResult OtherVersion(HttpContext http, Guid id, long version) => Problem.Of(
        http, VersionMismatch, $"Order '{id}' has version {version}.", ("orderId", id), ("version", version));

    public static ProblemHttpResult ActionNotPossible(HttpContext http, Order order, string action, string why) =>
        Problem.Of(
            http, NotPossible, $"Order '{order.Id}' does not allow '{action}': {why}.",
            ("orderId", order.Id), ("state", order.State), ("version", order.Version));

    public static ProblemHttpResult KeepsMoving(HttpContext http, Guid id) => Problem.Overloaded(
        http, $"Order '{id}' changed each time it was looked at. Nothing was done; send it again.", ("orderId", id));

    public static ProblemHttpResult TooManyOpen(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return Problem.Of(
            http, TooMany, $"'{http.Caller()}' has too many orders that have not ended. Nothing was stored.");
    }

    public static ProblemHttpResult NoRoom(HttpContext http, string why)
    {
        http.Response.Headers.RetryAfter = "60";
        return Problem.Overloaded(http, $"{why} Nothing was stored; what was accepted before goes on.");
    }

    public static ProblemHttpResult OtherRequest(HttpContext http) => Problem.Of(
        http, KeyReused, $"The key in {IdempotencyKey.Header} came before with another body.");

    /// <summary>The id was given before the database was asked, so it can be asked about.</summary>
    public static ProblemHttpResult Unanswered(HttpContext http, Guid id) => Problem.Overloaded(
        http,
        $"It is not known whether this was stored. Before repeating it look at /orders/{id}: once that answers, 404 "
        + $"means that nothing was. A request with {IdempotencyKey.Header} may be repeated as it is.",
        ("orderId", id));
}
