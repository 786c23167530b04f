namespace Messaging;

/// <summary>A dead letter without its bytes; see <see cref="DeadLetterRow"/>.</summary>
public sealed record DeadLetterHead(
    Guid Id, string ReaderGroup, string Reason, string? ExceptionType, string Message, int Attempts, string Topic,
    int? RecordPartition, long? RecordOffset, DateTime RecordTime, DateTime FailedAt, string? MessageType,
    Guid? MessageId, byte[]? RecordKey, int ReplayCount, DateTime? ReplayedAt, string? ReplayedBy,
    DateTime? DiscardedAt, string? DiscardedBy, string? DiscardReason)
{
    public static DeadLetterHead Of(DeadLetterRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(
            row.Id, row.ReaderGroup, row.Reason, row.ExceptionType, row.Message, row.Attempts, row.Topic,
            row.RecordPartition, row.RecordOffset, row.RecordTime, row.FailedAt, row.MessageType, row.MessageId,
            row.RecordKey, row.ReplayCount, row.ReplayedAt, row.ReplayedBy, row.DiscardedAt, row.DiscardedBy,
            row.DiscardReason);
    }
}

/// <summary>Dead letters that are alike.</summary>
public sealed record DeadLetterGroup(
    string ReaderGroup, string Reason, string? ExceptionType, string? MessageType, int Count, DateTime FirstAt,
    DateTime LastAt);
