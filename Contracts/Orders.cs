namespace Contracts;

/// <summary>One article of an order. The price comes from the shop that submits the order.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Quantity">How many pieces.</param>
/// <param name="UnitPriceMinor">The price of one piece, in minor units of the order's currency.</param>
public sealed record OrderLine(string Sku, int Quantity, long UnitPriceMinor);

/// <summary>An order was accepted.</summary>
/// <remarks>The payment token is not here: whoever may charge reads it from the order's row.</remarks>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">The customer, by the shop's own id.</param>
/// <param name="Lines">What is ordered; no article comes twice.</param>
/// <param name="TotalMinor">The sum of all lines, in minor units of the currency.</param>
/// <param name="Currency">The currency of all amounts, by its ISO 4217 code.</param>
public sealed record OrderCreated(
    Guid OrderId, string CustomerId, IReadOnlyList<OrderLine> Lines, long TotalMinor, string Currency);

/// <summary>Paid and reserved: the point of no return.</summary>
/// <param name="OrderId">The order.</param>
public sealed record OrderConfirmed(Guid OrderId);

/// <summary>The order ended without effect: nothing is charged and nothing reserved any more.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">One of <see cref="CancelReasons"/>; more may come.</param>
/// <param name="Detail">The reason in words, where there is more to say.</param>
public sealed record OrderCancelled(Guid OrderId, string Reason, string? Detail = null);

/// <summary>The undo of a step did not succeed in time: a person has to look. This is what alerts listen to.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Step">The step whose undo is open, one of <see cref="Steps"/>.</param>
/// <param name="Reason">Why the undo did not succeed, in words.</param>
/// <param name="Currency">The currency of the amount, by its ISO 4217 code.</param>
/// <param name="OwedMinor">
/// What the customer is owed, in minor units of the currency; null while it is unknown whether the charge happened.
/// </param>
public sealed record OrderNeedsAttention(
    Guid OrderId, string Step, string Reason, string Currency, long? OwedMinor = null);

/// <summary>Somebody wants the order cancelled; it counts only before the order is confirmed.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="RequestedBy">Who asked for it: the customer, by the shop's own id.</param>
/// <param name="Reason">Why, in words, where it was said.</param>
public sealed record OrderCancellationRequested(Guid OrderId, string RequestedBy, string? Reason = null);

/// <summary>An operator acts on an order that needs attention.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Action">One of <see cref="OperatorActions"/>.</param>
/// <param name="RequestedBy">The operator's name.</param>
/// <param name="Reason">Why, for the audit.</param>
/// <param name="Step">One of <see cref="Steps"/>; null where the action concerns the whole order.</param>
public sealed record OperatorActionRequested(
    Guid OrderId, string Action, string RequestedBy, string Reason, string? Step = null);

/// <summary>Why an order was cancelled.</summary>
public static class CancelReasons
{
    public const string PaymentFailed = "payment_failed";
    public const string OutOfStock = "out_of_stock";
    public const string TimedOut = "timed_out";
    public const string CancelledByCustomer = "cancelled_by_customer";
    public const string CancelledByOperator = "cancelled_by_operator";
}

/// <summary>The two steps of an order.</summary>
public static class Steps
{
    public const string Payment = "payment";
    public const string Stock = "stock";
}

/// <summary>What an operator can do.</summary>
public static class OperatorActions
{
    public const string Retry = "retry";
    public const string Resolve = "resolve";
    public const string Cancel = "cancel";
}
