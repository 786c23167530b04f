namespace Messaging;

/// <summary>A message with its place in the outbox.</summary>
internal readonly record struct NumberedMessage(Guid Owner, long Number, OutgoingMessage Message)
{
    public static NumberedMessage Of(OutboxRow row)
    {
        var headers = MessageHeaders.Decode(row.Headers);
        var name = headers.Text(WireFormat.TypeName) ?? "";
        var id = WireFormat.IdOf(headers) ?? Guid.Empty;
        return new(row.Owner, row.Number, new OutgoingMessage(id, name, row.Topic, row.RecordKey, headers, row.Value));
    }

    public OutboxRow ToRow() => new()
    {
        Owner = Owner,
        Number = Number,
        Topic = Message.Topic,
        RecordKey = Message.Key,
        Headers = Message.Headers.Encode(),
        Value = Message.Value,
    };
}
