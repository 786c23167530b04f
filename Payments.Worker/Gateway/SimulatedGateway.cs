namespace Payments.Worker;

/// <summary>
/// A payment gateway for trying things out: the token says what happens, a ledger in a file of its own remembers what
/// was charged. It survives a kill of the worker, as a bank would.
/// </summary>
internal sealed class SimulatedGateway(GatewayLedger ledger, TimeProvider time) : IPaymentGateway
{
    /// <summary>What is not known, as the bank's answer did not arrive.</summary>
    public const string AnswerLost = "the answer was lost";

    private const int ErrorsFirst = 2;

    private static readonly TimeSpan UntilAnswerIsLost = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    public async Task<GatewayAnswer> Charge(
        string key, Guid orderId, long amountMinor, string currency, string token,
        CancellationToken cancellationToken)
    {
        var charge = new LedgerEntry(orderId, key, AttemptKinds.Charge, amountMinor, currency);
        switch (token)
        {
            case Tokens.Ok:
                return Captured(await ledger.Post(charge));

            case Tokens.Declined:
                return new GatewayAnswer.ChargeDeclined("declined", "The card was declined.");

            case Tokens.Timeout:
                var lost = new GatewayAnswer.OutcomeUnknown(AnswerLost);
                return await Captured(charge, UntilAnswerIsLost, lost, cancellationToken);

            case Tokens.Flaky:
                return await ledger.CountCall(key) > ErrorsFirst
                    ? Captured(await ledger.Post(charge))
                    : new GatewayAnswer.OutcomeUnknown("the gateway answered 500");

            case Tokens.Slow:
                return await Captured(charge, Slow, null, cancellationToken);

            case Tokens.RefundFlaky or Tokens.RefundFails:
                await ledger.Remember(key, token);
                return Captured(await ledger.Post(charge));

            default:
                return new GatewayAnswer.ChargeDeclined(
                    "invalid_token", "The gateway does not know the payment token.");
        }
    }

    public async Task<GatewayAnswer> Refund(
        string key, string chargeKey, Guid orderId, long amountMinor, string currency,
        CancellationToken cancellationToken)
    {
        switch (await ledger.TokenOf(chargeKey))
        {
            case Tokens.RefundFails:
                return new GatewayAnswer.RefundRefused("refund_refused", "The bank refused the refund.");

            case Tokens.RefundFlaky when await ledger.CountCall(key) <= ErrorsFirst:
                return new GatewayAnswer.OutcomeUnknown("the gateway answered 500");

            default:
                var refund = new LedgerEntry(orderId, key, AttemptKinds.Refund, amountMinor, currency, chargeKey);
                var posted = await ledger.Post(refund);
                return new GatewayAnswer.MoneyReturned(posted.Entry.AmountMinor, posted.Entry.Currency);
        }
    }

    /// <summary>Charged at once, but the first answer is late, or lost. Asked again, it tells the truth.</summary>
    private async Task<GatewayAnswer> Captured(
        LedgerEntry charge, TimeSpan delay, GatewayAnswer? firstAnswer, CancellationToken cancellationToken)
    {
        var posted = await ledger.Post(charge);
        if (!posted.IsNew)
            return Captured(posted);
        await Task.Delay(delay, time, cancellationToken);
        return firstAnswer ?? Captured(posted);
    }

    private static GatewayAnswer.MoneyTaken Captured(LedgerPosting posted) =>
        new(posted.Entry.AmountMinor, posted.Entry.Currency);

    /// <summary>What the simulator does is chosen by the payment token.</summary>
    private static class Tokens
    {
        public const string Ok = "tok_ok";
        public const string Declined = "tok_declined";
        public const string Timeout = "tok_timeout";
        public const string Flaky = "tok_flaky_2";
        public const string Slow = "tok_slow_5s";
        public const string RefundFlaky = "tok_refund_flaky_2";
        public const string RefundFails = "tok_refund_fails";
    }
}
