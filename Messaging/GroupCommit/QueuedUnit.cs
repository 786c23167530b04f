namespace Messaging;

/// <summary>A unit with whoever waits for it.</summary>
internal sealed class QueuedUnit(UnitOfWork unit, bool continueInline, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource done = new(
        continueInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    // The trace, the log scope and whatever else belongs to the caller: a unit runs on the loop's thread but in here.
    private readonly ExecutionContext? context = ExecutionContext.Capture();

    public UnitOfWork Unit => unit;

    public Task Done => done.Task;

    public Exception? Error { get; private set; }

    /// <summary>
    /// Answers true once the waiter has given up, and tells it; a unit that was not committed yet is then left out.
    /// </summary>
    public bool IsTakenOut()
    {
        // Asked once: it may be cancelled at any moment, and one that is taken out has to be told.
        if (!cancellationToken.IsCancellationRequested)
            return false;
        done.TrySetCanceled(cancellationToken);
        return true;
    }

    public void ApplyIn(Group group)
    {
        Error = null;
        if (context is null)
            Error = group.Apply(unit);
        else
            ExecutionContext.Run(context, static state =>
            {
                var (queued, group) = ((QueuedUnit, Group))state!;
                queued.Error = group.Apply(queued.Unit);
            }, (this, group));
    }

    public void Complete()
    {
        if (Error is null)
        {
            unit.Committed();
            done.TrySetResult();
        }
        else
            done.TrySetException(Error);
    }

    public void Fail(Exception exception) => done.TrySetException(exception);
}
