namespace Orders.Saga;

/// <summary>How long the saga waits, and how often it asks; section <c>Saga</c> of the configuration.</summary>
public sealed class Patience
{
    /// <summary>A give-up that comes later than this asks once more instead: the time was an outage's, not the worker's.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan[] DefaultAskAgainAfter =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(7)];

    /// <summary>When a step is asked for again, from its first asking, ascending. Default 1, 3 and 7 min.</summary>
    public IReadOnlyList<TimeSpan> AskAgainAfter { get; set; } = [];

    /// <summary>When the undo begins, from the first asking. Default 15 min.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>When the undo begins even where an outage used up the patience. Default 24 h.</summary>
    public TimeSpan GiveUpAtLatest { get; set; } = TimeSpan.FromDays(1);

    /// <summary>When a person has to look, from the beginning of the undo. Default 30 min.</summary>
    public TimeSpan UndoGiveUpAfter { get; set; } = TimeSpan.FromMinutes(30);

    private IReadOnlyList<TimeSpan> Asking => AskAgainAfter.Count > 0 ? AskAgainAfter : DefaultAskAgainAfter;

    /// <summary>How long a wait of which <paramref name="elapsed"/> is over lasts until the next asking, or giving up.</summary>
    /// <param name="elapsed">Since the first asking.</param>
    /// <param name="giveUpAfter">The end of the wait; once it is over, each asking has the first patience again.</param>
    public TimeSpan Next(TimeSpan elapsed, TimeSpan giveUpAfter)
    {
        if (elapsed >= giveUpAfter)
            return Asking[0];
        var next = Asking.FirstOrDefault(after => after > elapsed);
        if (next == default)
        {
            // Behind the last of the list the intervals go on to double.
            next = Asking[^1];
            while (next <= elapsed)
                next *= 2;
        }

        return (next < giveUpAfter ? next : giveUpAfter) - elapsed;
    }

    /// <summary>Whether a deadline that falls due now is the one to give up at.</summary>
    /// <param name="since">The first asking.</param>
    /// <param name="planned">When it was meant to fall due; it does so earlier where records were lost.</param>
    /// <param name="now">The time.</param>
    /// <param name="giveUpAfter">The end of the wait.</param>
    public bool IsOver(DateTime since, DateTime planned, DateTime now, TimeSpan giveUpAfter)
    {
        if (now - since >= GiveUpAtLatest)
            return true;
        var isLastWait = planned - since >= giveUpAfter;
        return isLastWait && now >= planned && now - planned <= Lateness;
    }
}
