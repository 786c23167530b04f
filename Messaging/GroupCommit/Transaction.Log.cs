using Microsoft.Extensions.Logging;

namespace Messaging;

/// <content>What it logs.</content>
internal sealed partial class Transaction
{
    [LoggerMessage(1, LogLevel.Warning, "{Database} did not answer the commit of group {Group}; reading it back")]
    private partial void LogUnknown(Exception exception, string database, long group);

    [LoggerMessage(2, LogLevel.Warning,
        "{Database}: outbox owner {Owner} was adopted by another process; beginning as a new one")]
    private partial void LogAdopted(string database, Guid owner);

    [LoggerMessage(3, LogLevel.Critical, "{Database} cannot be trusted any more; the process ends")]
    private partial void LogFatal(Exception exception, string database);

    [LoggerMessage(4, LogLevel.Information,
        "{Database}: the outbox owner could not be removed; the next start does it")]
    private partial void LogNotForgotten(Exception exception, string database);

    [LoggerMessage(5, LogLevel.Warning, "{Database} takes nothing yet and is asked again: {Reason}")]
    private partial void LogNotOpened(string database, string reason);
}
