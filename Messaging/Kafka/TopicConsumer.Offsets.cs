using Confluent.Kafka;

namespace Messaging;

/// <content>What of its work is committed.</content>
internal sealed partial class TopicConsumer
{
    private string? notCommitted;

    /// <summary>Gives the client the offsets that it is to commit.</summary>
    private void Store(IEnumerable<PartitionAssignment> done)
    {
        lastStore = Environment.TickCount64;
        foreach (var assignment in done)
        {
            if (assignment.Offsets.Committable is not { } offset)
                continue;
            Failpoint.Hit(Failpoint.BeforeOffsets);
            try
            {
                consumer!.StoreOffset(new TopicPartitionOffset(assignment.Partition, offset));
                assignment.Offsets.Committed(offset);
            }
            catch (KafkaException exception) when (!exception.Error.IsFatal)
            {
                LogNotCommitted(endpoint.Topic, endpoint.Group, exception.Error.Reason);
            }
        }
    }

    /// <summary>
    /// What was not committed is part of the next attempt. At worst records are read again, and their effect is known.
    /// There is one every half second, so what stays the same is said once.
    /// </summary>
    private void OnCommitted(CommittedOffsets committed)
    {
        var error = committed.Error.IsError
            ? committed.Error
            : committed.Offsets.FirstOrDefault(offset => offset.Error.IsError)?.Error;
        var reason = error is { IsError: true, Code: not ErrorCode.Local_NoOffset } ? error.Reason : null;
        if (reason is not null && reason != notCommitted)
            LogNotCommitted(endpoint.Topic, endpoint.Group, reason);
        notCommitted = reason;
    }
}
