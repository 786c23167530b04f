using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Hands each record in until it is done. One that could not even be made a dead letter is handed in again for as long
/// as it takes: its offset stays, and only its key waits.
/// </summary>
internal sealed partial class Redelivery(TopicEndpoint endpoint, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<KafkaRecord, string> stuck = [];

    /// <summary>Which record has to be handed in again, the oldest of them, and why; null where none has.</summary>
    public string? Stuck => stuck
        .OrderBy(pair => pair.Key.Time)
        .Select(pair => $"partition {pair.Key.Partition} at offset {pair.Key.Offset} is not done: {pair.Value}")
        .FirstOrDefault();

    /// <summary>Returns once it is done, or its partition is another's.</summary>
    public async Task Handle(KafkaRecord record)
    {
        var delay = FirstDelay;
        while (record.Assignment.TryBegin() && !await TryHandle(record, delay).ConfigureAwait(false))
        {
            await Task.Delay(delay, time).ConfigureAwait(false);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }

        stuck.TryRemove(record, out _);
    }

    private async Task<bool> TryHandle(KafkaRecord record, TimeSpan delay)
    {
        try
        {
            await endpoint.Handle(record).ConfigureAwait(false);
            record.Assignment.Offsets.Finish(record.Offset);
            return true;
        }
        catch (Exception exception)
        {
            if (record.Assignment.Revoked.IsCancellationRequested)
                return false;
            stuck[record] = exception.Message;
            LogNotHandled(exception, record.Topic, record.Partition, record.Offset, delay.TotalMilliseconds);
            return false;
        }
        finally
        {
            record.Assignment.End();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Topic}/{Partition}/{Offset} is not done; handing it in again in {Delay} ms")]
    private partial void LogNotHandled(Exception exception, string topic, int partition, long offset, double delay);
}
