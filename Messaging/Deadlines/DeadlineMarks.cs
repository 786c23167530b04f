using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Holds deadlines back while an answer may lie unread: behind what the saga's group has not read yet, and while a
/// group that was asked has not read the question. So an outage, a backlog or a worker that was stopped ends no wait.
/// </summary>
internal sealed partial class DeadlineMarks(
    ReadMark saga, IReadOnlyDictionary<string, ReadMark> asked, TimeSpan atMost, ILogger logger)
{
    /// <summary>Whether the groups are asked for on this thread; by default the broker may hold one up.</summary>
    public bool LooksInline { get; init; }

    /// <summary>Looks how far the groups are. Where that cannot be found out they are where they were.</summary>
    public Task Look(DateTime now, CancellationToken cancellationToken)
    {
        if (!LooksInline)
            return Task.Run(() => Look(now), cancellationToken);
        Look(now);
        return Task.CompletedTask;
    }

    private void Look(DateTime now)
    {
        foreach (var mark in asked.Values.Prepend(saga))
        {
            try
            {
                mark.Look(now);
            }
            catch (Exception exception)
            {
                LogNotFound(exception.Message);
                return;
            }
        }
    }

    /// <summary>What may fall due now of the deadlines of those that were asked.</summary>
    /// <param name="groups">Their names, parted by commas.</param>
    /// <param name="now">The time.</param>
    public DeadlineBounds Of(string groups, DateTime now)
    {
        var hasRead = groups.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(group => asked.TryGetValue(group, out var mark) ? mark.ReadUpTo ?? DateTime.UnixEpoch : now);
        return new DeadlineBounds(
            groups, Earliest(now, saga.ReadUpTo ?? DateTime.UnixEpoch), hasRead.Append(now).Min(), now - atMost);
    }

    private static DateTime Earliest(DateTime one, DateTime other) => one < other ? one : other;

    [LoggerMessage(1, LogLevel.Warning, "How far the groups have read cannot be found out ({Reason}); deadlines wait")]
    private partial void LogNotFound(string reason);
}

/// <summary>Which deadlines may fall due.</summary>
/// <param name="Asked">Of those that have asked these groups, parted by commas:</param>
/// <param name="Due">Those that are due by then,</param>
/// <param name="AskedAt">and asked by then;</param>
/// <param name="AskedSince">those that have asked since before that, whatever lies unread.</param>
internal readonly record struct DeadlineBounds(string Asked, DateTime Due, DateTime AskedAt, DateTime AskedSince);
