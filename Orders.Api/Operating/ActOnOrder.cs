using System.Text.Json;
using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary><c>POST /ops/orders/{id}/actions</c>: the operator's hand.</summary>
internal sealed class ActOnOrder(
    GroupCommit<OrdersDbContext> database, Inspection inspection, OperatorRecords<OrdersDbContext> records,
    IOptions<DeadlineOptions> deadlines)
{
    /// <summary>An order that moves on under the operator's eyes is looked at again, this often.</summary>
    private const int MostLooks = 10;

    /// <summary>An order with more steps than this has something wrong with it that no further act cures.</summary>
    private const long MostSteps = 1_000;

    public static async Task<IResult> Handle(Guid id, HttpContext http, ActOnOrder orders)
    {
        var (request, errors, problem) = await RequestBody.Read(
            http, ActionJson.Default.ActionRequest, body => body.Check());
        if (problem is not null)
            return problem;
        return errors.Any
            ? Problem.Invalid(http, errors)
            : await orders.Act(
                new OrderAct(id, request, request.ActionId ?? $"{Guid.CreateVersion7()}", http.Actor()), http);
    }

    private async Task<IResult> Act(OrderAct act, HttpContext http)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if (await Try(act, http) is { } answer)
                return answer;
        }

        return OrderProblems.KeepsMoving(http, act.OrderId);
    }

    /// <summary>Null where the order has changed between the look at it and the act.</summary>
    private async Task<IResult?> Try(OrderAct act, HttpContext http)
    {
        var request = act.Request;
        if (await records.FindAction(act.Id, http.RequestAborted) is { } known)
            return Again(act, known, http);
        if (await inspection.FindOrderAndSaga(act.OrderId, http.RequestAborted) is not var (order, saga))
            return OrderProblems.NotFound(http, act.OrderId);
        var before = Situation.Of(saga);
        var preview = Preview.Of(request.Action!, request.Step, before);
        if (Refusal(order, request, preview, http) is var (refused, why))
            return request.IsDryRun ? refused : await Refuse(act, new(why, order.Version, before.View), refused, http);

        var view = OrderActionView.Of(order, act, before, preview);
        if (request.IsDryRun)
            return TypedResults.Json(view, ActionJson.Default.OrderActionView);
        var answer = JsonSerializer.SerializeToUtf8Bytes(view, ActionJson.Default.OrderActionView);
        var unit = new RequestAction(order, act.Message, act.Done(answer), deadlines.Value.AskAgainAfter);
        if (!await database.IsCommitted(unit, http))
            return OperatorProblems.Unanswered(http, act.ActionId);
        return unit.Earlier is { } earlier ? Again(act, earlier, http)
            : unit.IsOutdated ? null
            : Accepted(answer);
    }

    private static (IResult Problem, string Why)? Refusal(
        Order order, ActionRequest request, Preview preview, HttpContext http)
    {
        if (request.IfVersion is { } version && version != order.Version)
            return (OrderProblems.OtherVersion(http, order.Id, order.Version),
                $"version {version} was expected, and it is {order.Version}");
        var why = preview.Refusal ?? (order.Version >= MostSteps ? $"it has {order.Version} steps already" : null);
        return why is null ? null : (OrderProblems.ActionNotPossible(http, order, request.Action!, why), why);
    }

    private async Task<IResult> Refuse(OrderAct act, RefusalView why, IResult refused, HttpContext http)
    {
        var kept = JsonSerializer.SerializeToUtf8Bytes(why, ActionJson.Default.RefusalView);
        return await database.IsCommitted(new KeepRefusal(act.Refused(kept)), http)
            ? refused
            : OperatorProblems.Unanswered(http, act.ActionId);
    }

    private static IResult Again(OrderAct act, OperatorActionRow earlier, HttpContext http)
    {
        if (earlier.Fingerprint != act.Fingerprint)
            return OperatorProblems.OtherAction(http, act.ActionId);
        RouteHeader.SetReplayed(http);
        return Accepted(earlier.Answer);
    }

    private static Utf8ContentHttpResult Accepted(byte[] answer) => TypedResults.Text(
        answer, "application/json; charset=utf-8", StatusCodes.Status202Accepted);
}
