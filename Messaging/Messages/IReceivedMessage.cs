namespace Messaging;

/// <summary>What a receive context says of the message in it, whether it came from a topic or fell due.</summary>
public interface IReceivedMessage
{
    /// <summary>The message's id: what a saga remembers to have applied.</summary>
    Guid MessageId { get; }

    /// <summary>The name it goes by in a history.</summary>
    string TypeName { get; }

    /// <summary>Where the history says that it came from, one of <see cref="Directions"/>.</summary>
    string Direction { get; }

    /// <summary>Its bytes.</summary>
    byte[] Value { get; }

    /// <summary>The deadline that fell due; null for a message from a topic.</summary>
    Guid? Deadline { get; }

    /// <summary>See <see cref="MessageType.IsAwaited"/>.</summary>
    bool IsAwaited { get; }

    /// <summary>What its own messages say of where they come from.</summary>
    Cause Cause { get; }
}
