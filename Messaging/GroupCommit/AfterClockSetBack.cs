namespace Messaging;

/// <summary>
/// Once a clock is right again that was ahead, what was written meanwhile waits for a time that does not come for long:
/// whoever has written such times looks after them here, at the start and whenever the time has gone back.
/// </summary>
/// <param name="database">Whose time.</param>
/// <param name="act">Where it fails, it is done again at the next look.</param>
public sealed class AfterClockSetBack(GroupCommit database, Func<CancellationToken, Task> act)
{
    /// <summary>By less nobody waits long for it; clocks are slewed all the time.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private DateTime latest = DateTime.MaxValue;

    /// <summary>Looks whether it has; called by one at a time.</summary>
    public async Task Look(CancellationToken cancellationToken)
    {
        var now = database.Now;
        if (now < latest - Step)
            await act(cancellationToken).ConfigureAwait(false);
        latest = now;
    }
}
