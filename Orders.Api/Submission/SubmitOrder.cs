using System.Diagnostics;
using System.Text.Json;
using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary><c>POST /orders</c>: answered once the order is committed with all that drives it on.</summary>
internal static class SubmitOrder
{
    private const string Route = "POST /orders";

    public static async Task<IResult> Handle(
        HttpContext http, GroupCommit<OrdersDbContext> database, IOptions<DeadlineOptions> deadlines,
        IOptions<IdempotencyOptions> idempotency, KeyExpiry expiry, RoomForOrders room, Inspection inspection,
        TimeProvider time)
    {
        var (request, errors, problem) = await RequestBody.Read(
            http, RequestJson.Default.OrderRequest, OrderRules.Check);
        if (problem is not null)
            return problem;
        if (!IdempotencyKey.TryRead(http.Request.Headers, out var key, out var error))
            errors.Add(IdempotencyKey.Header, error);
        else if (key is null && idempotency.Value.Required)
            errors.Add(IdempotencyKey.Header, "is missing, and this installation requires it");
        if (errors.Any)
            return Problem.Invalid(http, errors);

        var id = Ids.New(time.GetUtcNow());
        Activity.Current?.SetTag("order.id", id.ToString());
        var view = new AcceptedView(id, OrderStatuses.Processing, OrderLinks.Of(id));
        var body = JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Default.AcceptedView);
        var answer = key is null ? null : new AnswerToKeep(
            IdempotencyKey.IdOf(http.Caller(), Route, key),
            IdempotencyKey.FingerprintOf(
                Route, JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.Default.OrderRequest)),
            body,
            expiry);
        if (await WhyNot(http, room) is { } refusal
            && !await inspection.IsAnswered(answer?.KeyHash, http.RequestAborted))
            return refusal;
        var unit = new AcceptOrder(id, request, deadlines.Value.AskAgainAfter, http.Caller(), answer);
        if (!await database.IsCommitted(unit, http))
            return OrderProblems.Unanswered(http, id);
        return unit.Earlier is { } earlier ? Again(http, earlier, answer!) : Accepted(http, id, body);
    }

    /// <summary>Why no other order is accepted now; one that has been is answered again.</summary>
    private static async Task<IResult?> WhyNot(HttpContext http, RoomForOrders room) =>
        room.WhyNot is { } why ? OrderProblems.NoRoom(http, why)
        : await room.HasTooManyOpen(http.Caller(), http.RequestAborted) ? OrderProblems.TooManyOpen(http)
        : null;

    private static IResult Again(HttpContext http, IdempotentAnswer earlier, AnswerToKeep mine)
    {
        if (earlier.Fingerprint != mine.Fingerprint)
            return OrderProblems.OtherRequest(http);
        RouteHeader.SetReplayed(http);
        return Accepted(http, earlier.OrderId, earlier.Body);
    }

    private static Utf8ContentHttpResult Accepted(HttpContext http, Guid id, byte[] body)
    {
        http.Response.Headers.Location = $"/orders/{id}";
        http.Response.Headers.RetryAfter = "1";
        return TypedResults.Text(body, "application/json; charset=utf-8", StatusCodes.Status202Accepted);
    }
}
