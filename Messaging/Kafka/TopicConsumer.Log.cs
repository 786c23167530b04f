using Microsoft.Extensions.Logging;

namespace Messaging;

/// <content>What it logs.</content>
internal sealed partial class TopicConsumer
{
    [LoggerMessage(1, LogLevel.Information, "{Topic}/{Group}: reading {Partitions} partitions")]
    private partial void LogAssigned(string topic, string group, int partitions);

    [LoggerMessage(2, LogLevel.Error, "{Topic}/{Group}: the consumer cannot go on; beginning with a new one")]
    private partial void LogBroken(Exception exception, string topic, string group);

    [LoggerMessage(3, LogLevel.Warning, "{Topic}/{Group}: not read: {Reason}")]
    private partial void LogNotRead(string topic, string group, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Topic}/{Group}: the client hangs and has not left the group")]
    private partial void LogNotLeft(string topic, string group);

    [LoggerMessage(5, LogLevel.Warning, "{Topic}/{Group}: offsets not committed: {Reason}")]
    private partial void LogNotCommitted(string topic, string group, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Topic}/{Group}: {Reason}")]
    private partial void LogError(string topic, string group, string reason);

    [LoggerMessage(8, LogLevel.Warning,
        "{Topic}/{Partition}: {Group} was already behind offset {Offset}, which comes now: the log has lost its end")]
    private partial void LogRewound(string topic, int partition, string group, long offset);

    [LoggerMessage(7, LogLevel.Debug, "{Client}: {Text}")]
    private partial void LogClient(string client, string text);
}
