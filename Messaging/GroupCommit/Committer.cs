using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Tries until every unit is committed or has failed for itself: waits for a database that is away, applies again what may
/// have read stale rows, and finds the guilty one by halves.
/// </summary>
internal sealed partial class Committer(
    string name, Transaction transaction, TimeSpan longestPause, ILogger logger, CancellationToken stopping)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Returns once each unit is committed or has failed for itself. Answers the messages of the committed ones, in order.
    /// </summary>
    public List<NumberedMessage> Commit(List<QueuedUnit> units, List<AckedRange> acked)
    {
        var sent = new List<NumberedMessage>();
        Commit(units, acked, sent);
        return sent;
    }

    private void Commit(List<QueuedUnit> units, List<AckedRange> acked, List<NumberedMessage> sent)
    {
        var isRepeated = false;
        var pause = FirstPause;
        while (true)
        {
            RemoveCancelled(units);
            if (units.Count == 0 && acked.Count == 0)
                return;

            var attempt = transaction.Try(units, acked);
            switch (attempt.Outcome)
            {
                case Outcome.Committed:
                    units.ForEach(unit => unit.Complete());
                    sent.AddRange(attempt.Messages!);
                    return;

                case Outcome.NotCommitted:
                    break;

                case Outcome.Unknown:
                    // Stopped before the database could tell. What is in is found there by whoever asks again.
                    units.ForEach(unit => unit.Fail(attempt.Exception!));
                    return;

                case Outcome.Overrun:
                    attempt.Guilty!.Fail(attempt.Exception!);
                    units.Remove(attempt.Guilty);
                    break;

                case Outcome.Unavailable when IsWorthWaiting(attempt.Exception!, ref pause):
                    break;

                case Outcome.Unavailable:
                    units.ForEach(unit => unit.Fail(attempt.Exception!));
                    return;

                case Outcome.Refused when !isRepeated:
                    // What was read may be stale. Everything is read and applied again, never saved again from memory.
                    isRepeated = true;
                    break;

                case Outcome.Refused when units.Count == 1:
                    // Alone, it is guilty. What is left are the acked rows, which go on without it.
                    units[0].Fail(attempt.Exception!);
                    units.Clear();
                    break;

                case Outcome.Refused:
                    LogHalving(attempt.Exception!, name, units.Count);
                    var half = units.Count / 2;
                    Commit(units[..half], acked, sent);
                    Commit(units[half..], [], sent);
                    return;
            }
        }
    }

    /// <summary>Waits, longer each time. Answers false where it has to stop trying.</summary>
    private bool IsWorthWaiting(Exception exception, ref TimeSpan pause)
    {
        LogUnavailable(exception, name, pause.TotalMilliseconds);
        if (stopping.WaitHandle.WaitOne(pause))
            return false;
        pause = pause * 2 < longestPause ? pause * 2 : longestPause;
        return true;
    }

    private static void RemoveCancelled(List<QueuedUnit> units)
    {
        units.RemoveAll(unit =>
        {
            // Asked once: it may be cancelled at any moment, and one that is taken out has to be told.
            if (!unit.IsCancelled)
                return false;
            unit.Cancel();
            return true;
        });
    }

    [LoggerMessage(1, LogLevel.Warning, "{Database} does not answer; trying again in {Pause} ms")]
    private partial void LogUnavailable(Exception exception, string database, double pause);

    [LoggerMessage(2, LogLevel.Warning, "{Database} refused a group of {Units} units; it is applied again in halves")]
    private partial void LogHalving(Exception exception, string database, int units);
}
