namespace Contracts;

/// <summary>Charge the order. Asked again with the same content until it is answered; charged once.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="AmountMinor">What to charge, in minor units of the currency.</param>
/// <param name="Currency">The currency of the amount, by its ISO 4217 code.</param>
/// <param name="PaymentToken">By which the payment gateway knows whom to charge; never a card number.</param>
public sealed record ProcessPayment(Guid OrderId, long AmountMinor, string Currency, string PaymentToken);

/// <summary>The money was taken.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="AmountMinor">What was taken, in minor units of the currency.</param>
/// <param name="Currency">The currency of the amount, by its ISO 4217 code.</param>
public sealed record PaymentCompleted(Guid OrderId, Guid PaymentId, long AmountMinor, string Currency);

/// <summary>The money was definitely not taken and will not be.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Code">
/// Why, for programs: the gateway's own code, or <see cref="PaymentCodes.Undone"/> where a refund had been asked for
/// before.
/// </param>
/// <param name="Reason">Why, in words.</param>
public sealed record PaymentFailed(Guid OrderId, string Code, string Reason);

/// <summary>Give back what was taken, if anything; a charge under way is settled first.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">Why the order is undone, one of <see cref="CancelReasons"/>; more may come.</param>
public sealed record RefundPayment(Guid OrderId, string Reason);

/// <summary>Nothing of the customer's money is held any more.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="AmountMinor">
/// What was given back, in minor units of the currency; 0 if nothing had been taken.
/// </param>
/// <param name="Currency">The currency of the amount, by its ISO 4217 code.</param>
public sealed record PaymentRefunded(Guid OrderId, long AmountMinor, string Currency);

/// <summary>The refund was refused. Not final: it may be asked for again.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Code">Why, for programs: the gateway's own code.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="CapturedMinor">
/// What was taken, in minor units of the currency; null from a worker that does not tell.
/// </param>
/// <param name="RefundedMinor">What of it was given back, in minor units of the currency.</param>
/// <param name="Currency">The currency of all amounts, by its ISO 4217 code.</param>
public sealed record RefundFailed(
    Guid OrderId, string Code, string Reason, long? CapturedMinor = null, long? RefundedMinor = null,
    string? Currency = null);

/// <summary>An operator settled the money outside the system: never refund this order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">Why the order is undone, one of <see cref="CancelReasons"/>; more may come.</param>
public sealed record WaiveRefund(Guid OrderId, string Reason);

/// <summary>No refund will be made; the amounts say what was taken and given back until then.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CapturedMinor">What was taken, in minor units of the currency.</param>
/// <param name="RefundedMinor">What of it was given back, in minor units of the currency.</param>
/// <param name="Currency">The currency of all amounts, by its ISO 4217 code.</param>
public sealed record RefundWaived(Guid OrderId, long CapturedMinor, long RefundedMinor, string Currency);

/// <summary>Codes of <see cref="PaymentFailed"/> and <see cref="RefundFailed"/> that programs may rely on.</summary>
public static class PaymentCodes
{
    /// <summary>The gateway refused.</summary>
    public const string Declined = "declined";

    /// <summary>A refund was asked for before the charge, so the charge was not tried.</summary>
    public const string Undone = "undone";
}
