using System.Security.Cryptography;
using System.Text.Json;
using Contracts;
using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary><c>POST /ops/orders/{id}/actions</c>: the operator's hand.</summary>
internal static class ActOnOrder
{
    /// <summary>An order that moves on under the operator's eyes is looked at again, this often.</summary>
    private const int MostLooks = 10;

    /// <summary>An order with more steps than this has something wrong with it that no further act cures.</summary>
    private const long MostSteps = 1_000;

    public static async Task<IResult> Handle(
        Guid id, HttpContext http, GroupCommit<OrdersDbContext> database, Inspection inspection,
        OperatorRecords<OrdersDbContext> records, IOptions<DeadlineOptions> deadlines)
    {
        var (request, errors, problem) = await RequestBody.Read(
            http, RequestJson.Default.ActionRequest, body => body.Check());
        if (problem is not null)
            return problem;
        if (errors.Any)
            return Problem.Invalid(http, errors);

        var actionId = request.ActionId ?? $"{Guid.CreateVersion7()}";
        var fingerprint = FingerprintOf(id, request);
        for (var look = 0; look < MostLooks; look++)
        {
            if (await records.FindAction(IdOf(actionId), http.RequestAborted) is { } known)
                return Again(http, known, fingerprint);
            if (await inspection.FindOrderAndSaga(id, http.RequestAborted) is not var (order, saga))
                return OrderProblems.NotFound(http, id);
            var before = Situation.Of(saga);
            var preview = Preview.Of(request.Action!, request.Step, before);
            if (Refusal(http, order, request, preview) is var (refused, why))
            {
                var kept = new RefusalView(why, order.Version, SituationView.Of(before));
                var refusal = Row(
                    Guid.CreateVersion7(), isDone: false,
                    JsonSerializer.SerializeToUtf8Bytes(kept, ViewJson.Default.RefusalView));
                return request.IsDryRun || await database.IsCommitted(new KeepRefusal(refusal), http)
                    ? refused
                    : OperatorProblems.Unanswered(http, actionId);
            }

            var view = OrderActionView.Of(
                order, request, request.IsDryRun ? request.ActionId : actionId, before, preview);
            if (request.IsDryRun)
                return TypedResults.Json(view, ViewJson.Default.OrderActionView);
            var answer = JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Default.OrderActionView);
            var message = new OperatorActionRequested(id, request.Action!, http.Actor(), request.Reason!, request.Step);
            var unit = new RequestAction(
                order, message, Row(IdOf(actionId), isDone: true, answer), deadlines.Value.AskAgainAfter);
            if (!await database.IsCommitted(unit, http))
                return OperatorProblems.Unanswered(http, actionId);
            if (unit.Earlier is { } earlier)
                return Again(http, earlier, fingerprint);
            if (!unit.IsOutdated)
                return Accepted(answer);
        }

        return OrderProblems.KeepsMoving(http, id);

        OperatorActionRow Row(Guid rowId, bool isDone, byte[] answer) => new()
        {
            Id = rowId,
            ActionId = actionId,
            At = default,
            Actor = http.Actor(),
            Action = $"order.{request.Action}",
            CorrelationId = id,
            Reason = request.Reason ?? "",
            IsDone = isDone,
            Fingerprint = fingerprint,
            Answer = answer,
        };
    }

    private static (IResult Problem, string Why)? Refusal(
        HttpContext http, Order order, ActionRequest request, Preview preview)
    {
        if (request.IfVersion is { } version && version != order.Version)
            return (OrderProblems.OtherVersion(http, order.Id, order.Version),
                $"version {version} was expected, and it is {order.Version}");
        var why = preview.Refusal ?? (order.Version >= MostSteps ? $"it has {order.Version} steps already" : null);
        return why is null ? null : (OrderProblems.ActionNotPossible(http, order, request.Action!, why), why);
    }

    private static IResult Again(HttpContext http, OperatorActionRow earlier, string fingerprint)
    {
        if (earlier.Fingerprint != fingerprint)
            return OperatorProblems.OtherAction(http, earlier.ActionId);
        http.Response.Headers["Idempotent-Replayed"] = "true";
        return Accepted(earlier.Answer);
    }

    private static Utf8ContentHttpResult Accepted(byte[] answer) => TypedResults.Text(
        answer, "application/json; charset=utf-8", StatusCodes.Status202Accepted);

    private static Guid IdOf(string actionId) => DerivedId.Of($"action/{actionId}");

    private static string FingerprintOf(Guid id, ActionRequest request) => Convert.ToHexStringLower(SHA256.HashData(
        [.. id.ToByteArray(), .. JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.Default.ActionRequest)]));
}
