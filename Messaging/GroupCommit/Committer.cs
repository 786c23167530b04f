using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Tries until every unit is committed, has failed for itself, or waits for a lock: waits for a database that is away,
/// applies again what may have read stale rows, and finds the guilty one by halves.
/// </summary>
internal sealed partial class Committer(
    string name, Transaction transaction, TimeSpan longestPause, ILogger logger, CancellationToken stopping)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>How often others may be faster than a unit that is alone before it fails.</summary>
    private const int MostLost = 20;

    /// <summary>Enough to see that a lock is not to be had.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns once each unit is committed, has failed for itself, or is among those that meet a lock which another
    /// holds on to: a process that has frozen, perhaps, in the midst of a group. They are not guilty, and nobody else
    /// waits for them.
    /// </summary>
    public CommittedGroup Commit(List<QueuedUnit> units, List<AckedRange> acked)
    {
        var committed = new CommittedGroup([], [], []);
        Commit(units, acked, committed, Transaction.LockPatience);
        return committed;
    }

    /// <summary>Looks whether the locks that units have met are free by now.</summary>
    public CommittedGroup CommitIfFree(List<QueuedUnit> units)
    {
        var committed = new CommittedGroup([], [], []);
        Commit(units, [], committed, Glance);
        return committed;
    }

    /// <summary>One attempt without any unit: it renews the lease and looks for the dead.</summary>
    public CommittedGroup Upkeep()
    {
        var attempt = transaction.Try([], [], Transaction.LockPatience);
        if (attempt.Outcome == Outcome.Unavailable)
            LogUnavailable(attempt.Exception!, name, 0);
        if (attempt.Outcome == Outcome.Locked)
            LogLocked(attempt.Exception!, name);
        return new([], [.. attempt.Adopted ?? []], []);
    }

    private void Commit(
        List<QueuedUnit> units, List<AckedRange> acked, CommittedGroup committed, TimeSpan lockPatience)
    {
        var repeated = 0;
        var isLocked = lockPatience == Glance;
        var pause = FirstPause;
        while (true)
        {
            units.RemoveAll(unit => unit.IsTakenOut());
            if (units.Count == 0 && acked.Count == 0)
                return;

            var attempt = transaction.Try(units, acked, lockPatience);
            switch (attempt.Outcome)
            {
                case Outcome.Committed:
                    units.ForEach(unit => unit.Complete());
                    committed.Messages.AddRange(attempt.Messages!);
                    committed.Adopted.AddRange(attempt.Adopted!);
                    return;

                case Outcome.Overrun:
                    attempt.Guilty!.Fail(attempt.Exception!);
                    units.Remove(attempt.Guilty);
                    break;

                case Outcome.Locked when (units.Count == 0 || !isLocked) && IsWorthTryingAgain(attempt.Exception):
                    isLocked = true;
                    break;

                case Outcome.Locked when units.Count > 1:
                    Halve(units, acked, committed, Glance);
                    return;

                case Outcome.Locked when HasSetAside(units, committed, attempt.Exception!):
                    break;

                case Outcome.Unknown or Outcome.Locked:
                    // Stopped before the database could tell. What is in is found there by whoever asks again.
                    units.ForEach(unit => unit.Fail(attempt.Exception!));
                    return;

                case Outcome.NotCommitted when IsWorthTryingAgain(attempt.Exception):
                case Outcome.Unavailable when IsWorthWaiting(attempt.Exception!, ref pause):
                    break;

                case Outcome.NotCommitted or Outcome.Unavailable:
                    units.ForEach(unit => unit.Fail(attempt.Exception ?? new OperationCanceledException()));
                    return;

                case Outcome.Refused when IsWorthRepeating(attempt.Exception!, units.Count, repeated):
                    repeated++;
                    break;

                case Outcome.Refused when units.Count == 1:
                    // Alone, it is guilty. What is left are the acked rows, which go on without it.
                    units[0].Fail(attempt.Exception!);
                    units.Clear();
                    break;

                case Outcome.Refused:
                    LogHalving(attempt.Exception!, name, units.Count);
                    Halve(units, acked, committed, lockPatience);
                    return;
            }
        }
    }

    /// <summary>Answers false where there is no time for what is left.</summary>
    private bool HasSetAside(List<QueuedUnit> units, CommittedGroup committed, Exception exception)
    {
        LogLocked(exception, name);
        committed.Locked.AddRange(units);
        units.Clear();
        return !stopping.IsCancellationRequested;
    }

    private void Halve(
        List<QueuedUnit> units, List<AckedRange> acked, CommittedGroup committed, TimeSpan lockPatience)
    {
        var half = units.Count / 2;
        Commit(units[..half], acked, committed, lockPatience);
        Commit(units[half..], [], committed, lockPatience);
    }

    /// <summary>
    /// What was read may be stale. Everything is read and applied again, never saved again from memory.
    /// </summary>
    private bool IsWorthRepeating(Exception exception, int units, int repeated) => repeated == 0
        || (units == 1 && exception is StaleRowException && repeated < MostLost && IsWorthTryingAgain(exception));

    /// <summary>Waits, longer each time. Answers false where it has to stop trying.</summary>
    private bool IsWorthWaiting(Exception exception, ref TimeSpan pause)
    {
        LogUnavailable(exception, name, pause.TotalMilliseconds);
        if (stopping.WaitHandle.WaitOne(pause))
            return false;
        pause = pause * 2 < longestPause ? pause * 2 : longestPause;
        return true;
    }

    /// <summary>At once, but not in step with another that was in the way.</summary>
    private bool IsWorthTryingAgain(Exception? exception)
    {
        if (exception is not null)
            LogNotCommitted(exception, name);
        return !stopping.WaitHandle.WaitOne(Random.Shared.Next(1, 50));
    }

    [LoggerMessage(1, LogLevel.Warning, "{Database} does not answer; trying again in {Pause} ms")]
    private partial void LogUnavailable(Exception exception, string database, double pause);

    [LoggerMessage(2, LogLevel.Information,
        "{Database}: a group was not committed, for no fault of its units; applying it again")]
    private partial void LogNotCommitted(Exception exception, string database);

    [LoggerMessage(4, LogLevel.Warning,
        "{Database}: another holds a lock that is wanted; it is tried again until the lock is free")]
    private partial void LogLocked(Exception exception, string database);

    [LoggerMessage(3, LogLevel.Warning, "{Database} refused a group of {Units} units; it is applied again in halves")]
    private partial void LogHalving(Exception exception, string database, int units);
}

/// <summary>What a group leaves to be done now that it is committed.</summary>
/// <param name="Messages">To be sent, in order.</param>
/// <param name="Adopted">Whose rows are ours to send by now.</param>
/// <param name="Locked">What is not committed yet, since another holds a lock on it.</param>
internal readonly record struct CommittedGroup(
    List<NumberedMessage> Messages, List<Guid> Adopted, List<QueuedUnit> Locked);
