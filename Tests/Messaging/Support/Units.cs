using Messaging;

namespace Tests.Messaging;

/// <summary>A unit of work as a lambda. It counts how often it was applied.</summary>
internal sealed class ScriptedUnit(Action<UnitOfWork> apply, params Guid[] accounts) : UnitOfWork
{
    private int applications;

    public int Applications => Volatile.Read(ref applications);

    public override bool IsRequest => Request;

    public bool Request { get; init; }

    public override Cause Cause => CausedBy;

    public Cause CausedBy { get; init; }

    protected override void Want(WantedRows rows)
    {
        foreach (var account in accounts)
            rows.Add(Accounts.Table, account);
    }

    protected override void Apply()
    {
        Interlocked.Increment(ref applications);
        apply(this);
    }
}

/// <summary>
/// Keeps a group from ending, so that whatever is queued meanwhile becomes the next group, all of it.
/// </summary>
internal sealed class HeldGroup : IDisposable
{
    private readonly ManualResetEventSlim released = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task done;

    public HeldGroup(GroupCommit groupCommit) => done = groupCommit.Execute(new ScriptedUnit(_ =>
    {
        begun.TrySetResult();
        released.Wait(TimeSpan.FromSeconds(60));
    }));

    public Task Begun => begun.Task.InTime();

    public async Task Release()
    {
        released.Set();
        await done.InTime();
    }

    public void Dispose() => released.Set();
}
