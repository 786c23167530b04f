using Microsoft.Extensions.Logging;

namespace Messaging;

/// <content>What it logs.</content>
internal sealed partial class Transaction
{
    [LoggerMessage(1, LogLevel.Warning, "{Database} does not answer; trying again in {Pause} ms")]
    private partial void LogUnavailable(Exception exception, string database, double pause);

    [LoggerMessage(2, LogLevel.Warning, "{Database} refused a group of {Units} units; it is applied again in halves")]
    private partial void LogHalving(Exception exception, string database, int units);

    [LoggerMessage(3, LogLevel.Warning, "{Database} did not answer the commit of group {Group}; reading it back")]
    private partial void LogUnknown(Exception exception, string database, long group);

    [LoggerMessage(4, LogLevel.Warning, "{Database}: outbox owner {Owner} was adopted by another process; beginning as a new one")]
    private partial void LogAdopted(string database, Guid owner);

    [LoggerMessage(5, LogLevel.Critical, "{Database} cannot be trusted any more; the process ends")]
    private partial void LogFatal(Exception exception, string database);

    [LoggerMessage(6, LogLevel.Information, "{Database}: the outbox owner could not be removed; the next start does it")]
    private partial void LogNotForgotten(Exception exception, string database);
}
