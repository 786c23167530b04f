namespace Messaging;

/// <summary>A message that no broker takes becomes a dead letter; its outbox row goes with the same commit.</summary>
internal sealed class SetAsideUnsendable(NumberedMessage message, string reason, string readerGroup) : UnitOfWork
{
    private readonly Guid id = DerivedId.Of($"outbox/{message.Owner}/{message.Number}");

    protected override void Apply()
    {
        Execute(SqlDialect.DeleteOutboxRange, message.Owner, message.Number, message.Number);
        if (Find(DeadLetterTable.Table, id) is not null)
            return;
        Insert(DeadLetterTable.Table, new DeadLetterRow
        {
            Id = id,
            ReaderGroup = readerGroup,
            Reason = DeadLetterReasons.Unsendable,
            Message = StorableText.Of(reason, 1024),
            Attempts = 1,
            Topic = message.Message.Topic,
            RecordTime = Now,
            FailedAt = Now,
            MessageType = StorableText.Of(message.Message.TypeName, 200),
            MessageId = message.Message.Id,
            RecordKey = message.Message.Key,
            Headers = message.Message.Headers.Encode(),
            Value = message.Message.Value,
        });
    }
}
