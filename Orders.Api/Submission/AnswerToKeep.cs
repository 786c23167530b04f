using Orders.Data;

namespace Orders.Api;

/// <summary>What a request with an <c>Idempotency-Key</c> is answered, if it is the first.</summary>
/// <param name="KeyHash">As <see cref="IdempotentAnswer"/> has it; so are the next two.</param>
/// <param name="Fingerprint">Of the request.</param>
/// <param name="Body">The answer.</param>
/// <param name="Expiry">Until when.</param>
internal sealed record AnswerToKeep(string KeyHash, string Fingerprint, byte[] Body, KeyExpiry Expiry)
{
    /// <summary>As it is kept from then on.</summary>
    public IdempotentAnswer From(DateTime now, Guid order) => new()
    {
        KeyHash = KeyHash,
        Fingerprint = Fingerprint,
        OrderId = order,
        Body = Body,
        ExpiresAt = Expiry.Of(now),
    };
}
