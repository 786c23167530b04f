namespace Orders.Api;

/// <summary>How repeated requests are known; section <c>Idempotency</c> of the configuration.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>
    /// How long a key is known. Default 1 day: a request that is repeated later makes a second order.
    /// </summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether an order without a key is refused. Default false.</summary>
    public bool Required { get; set; }
}
