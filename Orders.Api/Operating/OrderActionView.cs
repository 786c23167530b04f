using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts;
using Orders.Data;

namespace Orders.Api;

/// <summary>What an operator's act does, or would do.</summary>
/// <param name="ActionId">The act's id.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Action">One of <see cref="OperatorActions"/>.</param>
/// <param name="Step">One of <see cref="Steps"/>, or none.</param>
/// <param name="Reason">Why.</param>
/// <param name="DryRun">Whether nothing was done.</param>
/// <param name="Version">The order's version that this is about.</param>
/// <param name="Before">What was found.</param>
/// <param name="After">What the saga makes of it, unless something else comes first.</param>
/// <param name="Messages">What it sends.</param>
/// <param name="Money">What was paid, and what the act would have refunded.</param>
/// <param name="Links">Where to look what became of it.</param>
internal sealed record OrderActionView(
    string? ActionId, Guid OrderId, string Action, string? Step, string? Reason, bool DryRun, long Version,
    SituationView Before, SituationView After, IReadOnlyList<string> Messages, MoneyView Money, OrderLinks Links)
{
    public static OrderActionView Of(Order order, OrderAct act, Situation before, Preview preview) => new(
        act.Request.IsDryRun ? act.Request.ActionId : act.ActionId, order.Id, act.Request.Action!, act.Request.Step,
        act.Request.Reason, act.Request.IsDryRun, order.Version, before.View, preview.After.View, preview.Messages,
        new MoneyView(
            order.Currency, order.TotalMinor, before.CapturedMinor, before.RefundedMinor,
            preview.Messages.Contains("payments.refund_payment.v1")
                ? before.CapturedMinor - before.RefundedMinor
                : 0),
        OrderLinks.Of(order.Id));
}

/// <summary>Where an order stands, in the words of its saga.</summary>
internal sealed record SituationView(string? State, string Status, string Payment, string Stock, long? OwedMinor);

/// <summary>Amounts in minor units; what was taken, and with it what is to be refunded, may not be known.</summary>
internal sealed record MoneyView(
    string Currency, long TotalMinor, long? CapturedMinor, long RefundedMinor, long? ToRefundMinor);

/// <summary>What the audit keeps of a refusal.</summary>
internal sealed record RefusalView(string Refusal, long Version, SituationView Before);

/// <summary>A body is read strictly; a member without a value is written as null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict, MaxDepth = 16,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(OrderActionView))]
[JsonSerializable(typeof(RefusalView))]
internal sealed partial class ActionJson : JsonSerializerContext;
