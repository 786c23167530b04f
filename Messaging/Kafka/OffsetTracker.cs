namespace Messaging;

/// <summary>
/// Which offset of a partition may be committed: the one behind the last message that is done, with everything before
/// it. One assignment has one tracker; messages of an earlier assignment report to their own, where it no longer
/// matters.
/// </summary>
internal sealed class OffsetTracker
{
    private readonly object gate = new();
    private readonly Queue<long> unfinished = new();
    private readonly HashSet<long> finishedOutOfTurn = [];
    private long? position;
    private long? committed;
    private long? last;
    private long end;

    /// <summary>Messages that were begun and are not done; those done behind a gap do not count.</summary>
    public int Unfinished
    {
        get
        {
            lock (gate)
                return unfinished.Count - finishedOutOfTurn.Count;
        }
    }

    /// <summary>
    /// A message was read. Offsets grow, with gaps; where they do not, the log has lost what was at its end, and this
    /// answers false: a later offset of what was there must not be committed for what comes there now.
    /// </summary>
    public bool TryBegin(long offset)
    {
        lock (gate)
        {
            if (offset <= last)
                return false;
            last = offset;
            unfinished.Enqueue(offset);
            return true;
        }
    }

    /// <summary>There is nothing more to read before this offset, which may be well behind the last message.</summary>
    public void ReachEnd(long offset)
    {
        lock (gate)
        {
            end = offset;
            if (unfinished.Count == 0)
                position = Math.Max(position ?? 0, end);
        }
    }

    /// <summary>A message is done, or dead-lettered for good.</summary>
    public void Finish(long offset)
    {
        lock (gate)
        {
            if (unfinished.Peek() != offset)
            {
                finishedOutOfTurn.Add(offset);
                return;
            }

            do
                position = unfinished.Dequeue() + 1;
            while (unfinished.TryPeek(out var next) && finishedOutOfTurn.Remove(next));
            if (unfinished.Count == 0)
                position = Math.Max(position.Value, end);
        }
    }

    /// <summary>The offset to commit, where it has moved since the last commit.</summary>
    public long? Committable
    {
        get
        {
            lock (gate)
                return position > (committed ?? -1) ? position : null;
        }
    }

    /// <summary>The first offset that is not done; null where nothing was read yet.</summary>
    public long? FirstNotDone
    {
        get
        {
            lock (gate)
                return unfinished.TryPeek(out var first) ? first : position;
        }
    }

    /// <summary>The offset is committed.</summary>
    public void Committed(long offset)
    {
        lock (gate)
            committed = offset;
    }
}
