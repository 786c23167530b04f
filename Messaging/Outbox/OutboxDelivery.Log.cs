using Microsoft.Extensions.Logging;

namespace Messaging;

/// <content>What it logs.</content>
internal sealed partial class OutboxDelivery
{
    [LoggerMessage(1, LogLevel.Information, "{Database}: sending what {Owners} earlier processes left in the outbox")]
    private partial void LogAdopted(string database, int owners);

    [LoggerMessage(2, LogLevel.Warning, "{Database}: {Messages} messages may not have arrived; sending them again")]
    private partial void LogLost(string database, int messages);

    [LoggerMessage(3, LogLevel.Error,
        "{Database}: no broker takes message {MessageId} for topic {Topic} ({Reason}); it goes to the dead letters")]
    private partial void LogRefused(string database, string topic, Guid messageId, string reason);

    [LoggerMessage(4, LogLevel.Error, "{Database}: message {MessageId} could not be set aside and stays in the outbox")]
    private partial void LogNotSetAside(Exception exception, string database, Guid messageId);

    [LoggerMessage(5, LogLevel.Warning, "{Database}: the outbox cannot be read; trying again")]
    private partial void LogNotRead(Exception exception, string database);
}
