using System.Text;

namespace Messaging;

/// <summary>Which dead letters; what is null lets every one through.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>The consumer group that read them, or the service that could not send them.</summary>
    public string? Group { get; init; }

    /// <summary>One of <see cref="DeadLetterReasons"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The message's name on the wire.</summary>
    public string? Type { get; init; }

    public string? ExceptionType { get; init; }

    public string? Topic { get; init; }

    /// <summary>What they belong to: their key, as the text of an id.</summary>
    public Guid? Key { get; init; }

    public DateTime? FailedAfter { get; init; }

    public DateTime? FailedBefore { get; init; }

    /// <summary>One of <see cref="DeadLetterStatuses"/>.</summary>
    public string? Status { get; init; }

    /// <summary>True where it lets everything through.</summary>
    public bool IsEmpty => this == new DeadLetterFilter();

    internal IQueryable<DeadLetterRow> Of(IQueryable<DeadLetterRow> rows)
    {
        if (Group is not null)
            rows = rows.Where(row => row.ReaderGroup == Group);
        if (Reason is not null)
            rows = rows.Where(row => row.Reason == Reason);
        if (Type is not null)
            rows = rows.Where(row => row.MessageType == Type);
        if (ExceptionType is not null)
            rows = rows.Where(row => row.ExceptionType == ExceptionType);
        if (Topic is not null)
            rows = rows.Where(row => row.Topic == Topic);
        if (Key is { } id)
        {
            var key = Encoding.UTF8.GetBytes($"{id}");
            rows = rows.Where(row => row.RecordKey == key);
        }

        if (FailedAfter is { } after)
            rows = rows.Where(row => row.FailedAt > after);
        if (FailedBefore is { } before)
            rows = rows.Where(row => row.FailedAt < before);
        return Status switch
        {
            DeadLetterStatuses.Open => rows.Where(row => row.DiscardedAt == null && row.ReplayCount == 0),
            DeadLetterStatuses.Replayed => rows.Where(row => row.DiscardedAt == null && row.ReplayCount > 0),
            DeadLetterStatuses.Discarded => rows.Where(row => row.DiscardedAt != null),
            _ => rows,
        };
    }
}

/// <summary>What became of a dead letter.</summary>
public static class DeadLetterStatuses
{
    /// <summary>Nobody has done anything about it.</summary>
    public const string Open = "open";

    /// <summary>It was sent to its topic again; should it fail again, that is another dead letter.</summary>
    public const string Replayed = "replayed";

    /// <summary>Somebody decided that it is not needed.</summary>
    public const string Discarded = "discarded";

    public static IReadOnlyList<string> All { get; } = [Open, Replayed, Discarded];

    public static string Of(DateTime? discardedAt, int replayCount) =>
        discardedAt is not null ? Discarded : replayCount > 0 ? Replayed : Open;
}
