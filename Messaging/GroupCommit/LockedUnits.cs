namespace Messaging;

/// <summary>
/// Units that have met a lock which another holds on to: a process that has frozen, perhaps, in the midst of a group.
/// From time to time one of them is tried, so that they cost the others little; once it gets through, all are.
/// </summary>
internal sealed class LockedUnits
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<QueuedUnit> units = new();
    private long tryAt;

    public bool IsEmpty => units.Count == 0;

    /// <summary>How long until one is to be tried; null where there is none.</summary>
    public TimeSpan? UntilTry =>
        IsEmpty ? null : TimeSpan.FromMilliseconds(Math.Max(0, tryAt - Environment.TickCount64));

    public void Add(List<QueuedUnit> locked)
    {
        locked.ForEach(units.Enqueue);
        tryAt = Environment.TickCount64 + (long)Pause.TotalMilliseconds;
    }

    /// <summary>The next one, if it is time; null where it is not, or nobody waits for any of them any more.</summary>
    public QueuedUnit? Take()
    {
        if (UntilTry != TimeSpan.Zero)
            return null;
        for (var count = units.Count; count > 0; count--)
        {
            var unit = units.Dequeue();
            if (!unit.IsTakenOut())
                units.Enqueue(unit);
        }

        return units.TryDequeue(out var next) ? next : null;
    }

    /// <summary>All of them.</summary>
    public List<QueuedUnit> TakeAll()
    {
        var all = units.ToList();
        units.Clear();
        return all;
    }
}
