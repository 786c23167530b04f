namespace Messaging;

/// <summary>A message that could not be read, handled or sent, kept as it was.</summary>
public sealed record DeadLetterRow
{
    /// <summary>
    /// A <see cref="DerivedId"/> of where the message came from, so that one that is read twice stands here once.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>The consumer group that read it, or the service that could not send it.</summary>
    public required string ReaderGroup { get; init; }

    /// <summary>One of <see cref="DeadLetterReasons"/>.</summary>
    public required string Reason { get; init; }

    public string? ExceptionType { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public required string Message { get; init; }

    public string? StackTrace { get; init; }

    /// <summary>How often it was tried to handle the message.</summary>
    public required int Attempts { get; init; }

    public required string Topic { get; init; }

    /// <summary>Null for a message that could not be sent, as is <see cref="RecordOffset"/>.</summary>
    public int? RecordPartition { get; init; }

    public long? RecordOffset { get; init; }

    public required DateTime RecordTime { get; init; }

    public required DateTime FailedAt { get; init; }

    public string? MessageType { get; init; }

    public Guid? MessageId { get; init; }

    public byte[]? RecordKey { get; init; }

    /// <summary>See <see cref="MessageHeaders.Encode"/>.</summary>
    public required byte[] Headers { get; init; }

    public required byte[] Value { get; init; }

    /// <summary>How often it was sent to its topic again.</summary>
    public int ReplayCount { get; init; }

    public DateTime? ReplayedAt { get; init; }

    public string? ReplayedBy { get; init; }

    /// <summary>When somebody decided that it is not needed; it stays here all the same.</summary>
    public DateTime? DiscardedAt { get; init; }

    public string? DiscardedBy { get; init; }

    public string? DiscardReason { get; init; }

    public long Version { get; init; }
}

/// <summary>Why a message is dead.</summary>
public static class DeadLetterReasons
{
    /// <summary>The bytes are not what the type says, or no type is named.</summary>
    public const string Deserialization = "deserialization";

    /// <summary>The key is missing or not the message's, or the message has no id.</summary>
    public const string Validation = "validation";

    /// <summary>A command that nobody here knows.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>It was tried until the limit and always failed.</summary>
    public const string RetriesExhausted = "retries-exhausted";

    /// <summary>The endpoint has no consumer for it.</summary>
    public const string Rejected = "rejected";

    /// <summary>No broker takes it.</summary>
    public const string Unsendable = "unsendable";

    public static IReadOnlyList<string> All { get; } =
        [Deserialization, Validation, UnknownType, RetriesExhausted, Rejected, Unsendable];
}

/// <summary>The table of dead letters.</summary>
public static class DeadLetterTable
{
    public static Table<DeadLetterRow, Guid> Table { get; } =
        new Table<DeadLetterRow, Guid>("dead_letters", row => row.Id)
            .Key(row => row.Id)
            .Fixed(row => row.ReaderGroup, maxLength: 100)
            .Fixed(row => row.Reason, maxLength: 30)
            .Fixed(row => row.ExceptionType, maxLength: 300)
            .Fixed(row => row.Message, maxLength: 1024)
            .Fixed(row => row.StackTrace, maxLength: 8192)
            .Fixed(row => row.Attempts)
            .Fixed(row => row.Topic, maxLength: 249)
            .Fixed(row => row.RecordPartition)
            .Fixed(row => row.RecordOffset)
            .Fixed(row => row.RecordTime)
            .Fixed(row => row.FailedAt)
            .Fixed(row => row.MessageType, maxLength: 200)
            .Fixed(row => row.MessageId)
            .Fixed(row => row.RecordKey)
            .Fixed(row => row.Headers)
            .Fixed(row => row.Value)
            .Changing(row => row.ReplayCount)
            .Changing(row => row.ReplayedAt)
            .Changing(row => row.ReplayedBy, maxLength: 64)
            .Changing(row => row.DiscardedAt)
            .Changing(row => row.DiscardedBy, maxLength: 64)
            .Changing(row => row.DiscardReason, maxLength: 200)
            .Version(row => row.Version)
            .Index("ix_dead_letters_failed_at", unique: false, row => row.FailedAt)
            .Index(
                "ix_dead_letters_open", unique: false,
                row => row.DiscardedAt, row => row.ReplayCount, row => row.Reason);
}
