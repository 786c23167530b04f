using MassTransit;

namespace Messaging;

/// <summary>What a consumer's own messages say of where they come from.</summary>
public static class ConsumeContextCause
{
    /// <summary>
    /// The message that is consumed, as a cause; none where it came neither from a topic nor from a deadline.
    /// </summary>
    public static Cause GetCause(this ConsumeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.TryGetPayload(out IReceivedMessage? received) ? received.Cause : Cause.None;
    }
}
