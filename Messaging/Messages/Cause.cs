namespace Messaging;

/// <summary>What made a message be written; its own headers tell.</summary>
/// <param name="ConversationId">Carried on from message to message; a new one where there is none.</param>
/// <param name="InitiatorId">The correlation id of the message that was consumed; null where none was.</param>
/// <param name="TraceParent">The W3C trace context; used where no activity is running.</param>
public readonly record struct Cause(Guid? ConversationId, Guid? InitiatorId, string? TraceParent)
{
    /// <summary>Nothing but the caller's own activity, if one is running.</summary>
    public static Cause None => default;
}
