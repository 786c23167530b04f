namespace Messaging;

/// <summary>
/// Thrown by a consumer or a state machine for a message that no repetition can make right: it becomes a dead letter
/// at once, without being tried again.
/// </summary>
public sealed class UnacceptableMessageException(string message) : Exception(message);
