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
    public static OrderActionView Of(
        Order order, ActionRequest request, string? actionId, Situation before, Preview preview) => new(
        actionId, order.Id, request.Action!, request.Step, request.Reason, request.IsDryRun, order.Version,
        SituationView.Of(before), SituationView.Of(preview.After), preview.Messages,
        new MoneyView(
            order.Currency, order.TotalMinor, before.CapturedMinor, before.RefundedMinor,
            preview.Messages.Contains("payments.refund_payment.v1")
                ? before.CapturedMinor - before.RefundedMinor
                : 0),
        OrderLinks.Of(order.Id));
}

/// <summary>Where an order stands, in the words of its saga.</summary>
internal sealed record SituationView(string? State, string Status, string Payment, string Stock, long? OwedMinor)
{
    public static SituationView Of(Situation now) => new(
        now.State, OrderStatuses.Of(now.State), now.PaymentStatus, now.StockStatus, now.OwedMinor);
}

/// <summary>Amounts in minor units; what was taken, and with it what is to be refunded, may not be known.</summary>
internal sealed record MoneyView(
    string Currency, long TotalMinor, long? CapturedMinor, long RefundedMinor, long? ToRefundMinor);

/// <summary>What the audit keeps of a refusal.</summary>
internal sealed record RefusalView(string Refusal, long Version, SituationView Before);
