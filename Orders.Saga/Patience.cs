namespace Orders.Saga;

/// <summary>How long the saga waits, and how often it asks; section <c>Saga</c> of the configuration.</summary>
public sealed class Patience
{
    /// <summary>
    /// A give-up that comes later than this asks once more instead: the time was an outage's, not the worker's.
    /// </summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan[] DefaultAskAgainAfter =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(7)];

    /// <summary>When a step is asked for again, from its first asking, ascending. Default 1, 3 and 7 min.</summary>
    public IReadOnlyList<TimeSpan> AskAgainAfter { get; set; } = [];

    /// <summary>When the undo begins, from the first asking. Default 15 min.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// When the undo begins even where an outage used up the patience; and from when on the undo ends however late each
    /// of its askings comes. Default 24 h.
    /// </summary>
    public TimeSpan GiveUpAtLatest { get; set; } = TimeSpan.FromDays(1);

    /// <summary>When a person has to look, from the beginning of the undo. Default 30 min.</summary>
    public TimeSpan UndoGiveUpAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>False where it would ask without end, or never.</summary>
    internal bool IsSound =>
        Asking.Zip(Asking.Skip(1)).All(pair => pair.First < pair.Second)
        && new[] { Asking[0], GiveUpAfter, GiveUpAtLatest, UndoGiveUpAfter }.All(time => time > TimeSpan.Zero);

    private IReadOnlyList<TimeSpan> Asking => AskAgainAfter.Count > 0 ? AskAgainAfter : DefaultAskAgainAfter;

    /// <summary>How long until a step is asked for again, or given up.</summary>
    /// <param name="elapsed">Since the first asking.</param>
    public TimeSpan NextForStep(TimeSpan elapsed) =>
        Until(Asking.FirstOrDefault(after => after > elapsed, GiveUpAfter), elapsed, GiveUpAfter);

    /// <summary>
    /// How long until an undo is asked for again, or given up. Behind the list the intervals grow on.
    /// </summary>
    /// <param name="elapsed">Since the first asking.</param>
    public TimeSpan NextForUndo(TimeSpan elapsed)
    {
        var next = Asking.FirstOrDefault(after => after > elapsed, Asking[^1]);
        while (next <= elapsed)
            next *= 2;
        return Until(next, elapsed, UndoGiveUpAfter);
    }

    /// <summary>Whether a deadline that falls due now is the one to give up the steps at.</summary>
    /// <param name="since">The first asking.</param>
    /// <param name="planned">When it was meant to fall due; it does so earlier where records were lost.</param>
    /// <param name="now">The time.</param>
    public bool IsOverForSteps(DateTime since, DateTime planned, DateTime now) =>
        now - since >= GiveUpAtLatest || IsOver(since, planned, now, GiveUpAfter);

    /// <summary>
    /// As for the steps; but after an outage, however long, it is asked for again before a person has to look. That is
    /// over at the end of a wait that was meant to end so late as <see cref="GiveUpAtLatest"/>, even if another outage
    /// was in it.
    /// </summary>
    public bool IsOverForUndo(DateTime since, DateTime planned, DateTime now)
    {
        var isAtLatest = planned - since >= GiveUpAtLatest && planned - since >= UndoGiveUpAfter && now >= planned;
        return isAtLatest || IsOver(since, planned, now, UndoGiveUpAfter);
    }

    private static bool IsOver(DateTime since, DateTime planned, DateTime now, TimeSpan giveUpAfter)
    {
        var isLastWait = planned - since >= giveUpAfter;
        return isLastWait && now >= planned && now - planned <= Lateness;
    }

    /// <summary>Once the end is over, which takes an outage, each asking has the first patience again.</summary>
    private TimeSpan Until(TimeSpan next, TimeSpan elapsed, TimeSpan giveUpAfter)
    {
        if (elapsed >= giveUpAfter)
            return Asking[0];
        return (next < giveUpAfter ? next : giveUpAfter) - elapsed;
    }
}
