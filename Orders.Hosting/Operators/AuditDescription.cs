using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>What is published of <c>GET /ops/audit</c>.</summary>
internal static class AuditDescription
{
    private static readonly ActionView Refused = new(
        new(2025, 8, 20, 10, 2, 11, 530, DateTimeKind.Utc), "mary", "order.cancel",
        "0198c7ac-53ea-7b02-9c1d-4e5f6a7b8c99", DeadLetterExamples.OrderId, "suspected fraud", "refused", null,
        JsonElement.Parse("""{"refusal":"it has ended","version":4}"""));

    public static RouteDescription Route { get; } = new(
        "listOperatorActions", OperatorRoutes.Tag, "Lists what operators did and were refused, the latest first",
        "Who did what, when and why, with what was found and what was to come of it. Nothing here is ever changed.")
    {
        Parameters =
        [
            RouteParameter.Query("orderId", "Only acts on this order.", Shape.Id, $"{DeadLetterExamples.OrderId}"),
            RouteParameter.Query(
                "by", "Only acts of this operator, by the name of the key.", Shape.AnyText(OperatorLimits.LongestId),
                "mary"),
            RouteParameter.Query(
                "action", "Only acts of this kind.", Shape.AnyText(OperatorLimits.LongestId), "order.cancel"),
            RouteParameter.Query("after", "Only acts after this time.", Shape.Time, "2025-08-20T00:00:00Z"),
            RouteParameter.Query("before", "Only acts before this time.", Shape.Time, "2025-08-21T00:00:00Z"),
            .. ListDescriptions.Page,
        ],
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "A page of acts.",
                ("One that was refused.", new ActionsView([Refused], null))),
        ],
        Problems = [ListDescriptions.TooMany],
    };
}
