namespace Payments.Worker;

/// <summary>
/// The one way to the outside world. The same key asked for again never moves money again: it tells what became of it.
/// What is thrown, a time-out too, means that nothing is known.
/// </summary>
internal interface IPaymentGateway
{
    Task<GatewayAnswer> Charge(
        string key, Guid orderId, long amountMinor, string currency, string token,
        CancellationToken cancellationToken);

    /// <param name="key">The refund's own key.</param>
    /// <param name="chargeKey">The key of the charge whose money is given back.</param>
    /// <param name="orderId">Our reference.</param>
    /// <param name="amountMinor">How much.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="cancellationToken">Ends the wait, not the refund.</param>
    Task<GatewayAnswer> Refund(
        string key, string chargeKey, Guid orderId, long amountMinor, string currency,
        CancellationToken cancellationToken);
}

/// <summary>What a gateway can answer.</summary>
internal abstract record GatewayAnswer
{
    private GatewayAnswer()
    {
    }

    public sealed record MoneyTaken(long AmountMinor, string Currency) : GatewayAnswer;

    /// <summary>Definitely not charged.</summary>
    public sealed record ChargeDeclined(string Code, string Reason) : GatewayAnswer;

    public sealed record MoneyReturned(long AmountMinor, string Currency) : GatewayAnswer;

    /// <summary>Definitely not refunded.</summary>
    public sealed record RefundRefused(string Code, string Reason) : GatewayAnswer;

    /// <summary>Money may have moved or not: the same has to be asked again.</summary>
    public sealed record OutcomeUnknown(string Reason) : GatewayAnswer;
}

/// <summary>What can be attempted.</summary>
internal static class AttemptKinds
{
    public const string Charge = "charge";
    public const string Refund = "refund";
}

/// <summary>Section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewayOptions
{
    public const int MostConcurrency = 1_000;

    /// <summary><c>Simulator</c> or <c>Http</c>; in Development the simulator where nothing is set.</summary>
    public string? Kind { get; set; }

    /// <summary>Where a gateway of the kind <c>Http</c> is; charges and refunds are below it.</summary>
    public Uri? Url { get; set; }

    /// <summary>By which a gateway of the kind <c>Http</c> knows us; sent as a bearer token.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Allows an address without TLS outside Development; default off.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The simulator's ledger; a relative path is in the data folder.</summary>
    public string LedgerFile { get; set; } = "gateway-ledger.db";

    /// <summary>Calls at a time: protects the gateway, which has limits of its own.</summary>
    public int Concurrency { get; set; } = 64;
}
