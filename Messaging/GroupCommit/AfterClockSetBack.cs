namespace Messaging;

/// <summary>
/// Once the database's clock was set back, what was written before may wait for a time that does not come for long:
/// whoever has written such times looks after them here.
/// </summary>
/// <param name="database">Whose clock.</param>
/// <param name="act">Done once for each time; where it fails, again at the next look.</param>
public sealed class AfterClockSetBack(GroupCommit database, Func<CancellationToken, Task> act)
{
    private int done;

    /// <summary>Looks whether it was; called by one at a time.</summary>
    public async Task Look(CancellationToken cancellationToken)
    {
        var seen = database.ClockSetBacks;
        if (seen == done)
            return;
        await act(cancellationToken).ConfigureAwait(false);
        done = seen;
    }
}
