namespace Orders.Data;

/// <summary>What was answered to a request with an <c>Idempotency-Key</c>, for whoever sends it again.</summary>
public sealed record IdempotentAnswer
{
    /// <summary>A hash of caller, route and key.</summary>
    public required string KeyHash { get; init; }

    /// <summary>A hash of what was asked: tells another request under the same key from a repeated one.</summary>
    public required string Fingerprint { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>The body of the answer, byte for byte.</summary>
    public required byte[] Body { get; init; }

    /// <summary>From then on the key is as good as new.</summary>
    public required DateTime ExpiresAt { get; init; }
}
