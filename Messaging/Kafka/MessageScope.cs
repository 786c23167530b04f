namespace Messaging;

/// <summary>What the log lines of a message's handling carry.</summary>
internal sealed class MessageScope(MessageType type, Guid messageId, KafkaRecord record) : LogScope
{
    public override int Count => 4;

    public override KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("MessageType", type.Name),
        1 => new("MessageId", messageId),
        2 => new(type.CorrelationName, record.Headers.Text(WireFormat.CorrelationId)),
        3 => new("ConversationId", record.Headers.Text(WireFormat.ConversationId)),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
