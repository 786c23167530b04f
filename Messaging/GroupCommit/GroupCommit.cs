using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Many small units of work become one transaction. While one group commits, the next fills by itself: a group is one
/// unit at light load and hundreds under load, and nothing ever waits for a number of units.
/// </summary>
public class GroupCommit : IDisposable
{
    private const int FirstSweep = 1_000;

    /// <summary>Whose unit is being applied, on whatever thread the unit goes on.</summary>
    private static readonly AsyncLocal<GroupCommit?> Applying = new();

    private readonly object gate = new();
    private readonly Queue<QueuedUnit> requests = new();
    private readonly Queue<QueuedUnit> messages = new();
    private readonly GroupCommitOptions options;
    private readonly CancellationTokenSource abandoning = new();
    private readonly Transaction transaction;
    private readonly Committer committer;
    private readonly AckedRows acked = new();
    private readonly LockedUnits locked = new();
    private readonly Thread thread;
    private int sweepAt = FirstSweep;
    private bool isStopping;
    private bool isOver;

    internal GroupCommit(
        string name, SqlDialect dialect, string connectionString, MessageCatalogue catalogue, TimeProvider time,
        GroupCommitOptions options, ILogger logger)
    {
        this.options = options;
        transaction = new Transaction(
            name, dialect, connectionString, catalogue, time, options, logger, abandoning.Token);
        committer = new Committer(name, transaction, options.MaxPause, logger, abandoning.Token);
        thread = new Thread(Run) { Name = $"group commit {name}", IsBackground = true };
    }

    /// <summary>Given every group's messages once they are committed, in order. Set before the start.</summary>
    internal Action<IReadOnlyList<NumberedMessage>>? Committed { get; set; }

    /// <summary>
    /// Given the owners whose rows this process is to send, those it knew of among them. Set before the start.
    /// </summary>
    internal Action<IReadOnlyList<Guid>>? Adopted { get; set; }

    /// <summary>Why the database does not take anything at present; null while it does.</summary>
    public string? Trouble => transaction.Trouble;

    /// <summary>How wrong the clock of this process is by the database's; null where they agree or are one.</summary>
    public string? ClockTrouble => transaction.Clock.Trouble;

    /// <summary>The time by this process's clock, or by the database's where this one is wrong.</summary>
    public DateTime Now => transaction.Clock.Now;

    /// <summary>Returns once the unit is committed.</summary>
    /// <param name="unit">The unit; not used twice at a time.</param>
    /// <param name="cancellationToken">Takes out a unit that was not committed yet.</param>
    /// <exception cref="OperationCanceledException">
    /// The unit was taken out: nothing of it is in the database.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called from within a unit, which would wait for itself.</exception>
    public Task Execute(UnitOfWork unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (Applying.Value == this)
            throw new InvalidOperationException(
                $"{unit.GetType().Name} was executed from within another unit of work of the same database, which "
                + "would wait for itself: do it in the same unit, or after it.");
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        // The unit is applied in the caller's context, with this mark in it.
        var caller = Applying.Value;
        Applying.Value = this;
        var queued = new QueuedUnit(unit, options.ContinueInline, cancellationToken);
        Applying.Value = caller;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isOver, this);
            var queue = unit.IsRequest ? requests : messages;
            queue.Enqueue(queued);
            if (queue.Count >= sweepAt)
                Sweep(queue);
            Monitor.Pulse(gate);
        }

        return queued.Done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(TimeSpan.Zero);
        abandoning.Dispose();
        transaction.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The broker has the row: it is deleted with one of the next groups.</summary>
    internal void Acknowledge(Guid owner, long number)
    {
        lock (gate)
        {
            acked.Add(owner, number);
            if (acked.Count == 1)
                Monitor.Pulse(gate);
        }
    }

    /// <summary>
    /// Opens the database and answers whose outbox rows wait to be sent, left by processes that are dead.
    /// </summary>
    internal IReadOnlyList<Guid> Start()
    {
        var adopted = Open();
        thread.Start();
        return adopted;
    }

    /// <summary>As <see cref="Start"/>, where <see cref="CommitQueued"/> is called instead of a thread.</summary>
    internal IReadOnlyList<Guid> Open() => transaction.Open();

    /// <summary>Whether there is anything to commit.</summary>
    internal bool HasQueued
    {
        get
        {
            lock (gate)
                return requests.Count + messages.Count + acked.Count > 0;
        }
    }

    /// <summary>Commits what waits, as one group, and does what is due besides.</summary>
    internal void CommitQueued()
    {
        List<QueuedUnit> units;
        List<AckedRange> ranges;
        lock (gate)
            (units, ranges) = TakeQueued();
        Commit(units, ranges);
    }

    /// <summary>As if the process were dead: what it has begun is rolled back, and nothing is left in order.</summary>
    internal void Abandon()
    {
        abandoning.Cancel();
        transaction.Abandon();
    }

    /// <summary>
    /// Commits what is queued and ends; what a database that is away does not take by then is refused.
    /// </summary>
    internal void Stop(TimeSpan patience)
    {
        lock (gate)
        {
            isStopping = true;
            isOver |= !thread.IsAlive;
            Monitor.Pulse(gate);
        }

        if (!thread.IsAlive || thread.Join(patience))
            return;
        abandoning.Cancel();
        thread.Join();
    }

    private void Run()
    {
        Applying.Value = this;
        while (Take(out var units, out var ranges))
            Commit(units, ranges);
        locked.TakeAll().ForEach(unit => unit.Fail(new OperationCanceledException("The lock it waits for is held.")));
    }

    private void Commit(List<QueuedUnit> units, List<AckedRange> ranges)
    {
        if (locked.Take() is { } unit)
            Try(unit);
        if (units.Count > 0 || ranges.Count > 0)
            Finish(committer.Commit(units, ranges));
        else if (transaction.UntilUpkeep == TimeSpan.Zero)
            Finish(committer.Upkeep());
    }

    /// <summary>Where the lock that this one has met is free, those of the others may be.</summary>
    private void Try(QueuedUnit unit)
    {
        var tried = committer.CommitIfFree([unit]);
        Finish(tried);
        if (tried.Locked.Count == 0 && !locked.IsEmpty)
            Finish(committer.CommitIfFree(locked.TakeAll()));
    }

    private void Finish(CommittedGroup committed)
    {
        if (committed.Locked.Count > 0)
            locked.Add(committed.Locked);
        if (committed.Adopted.Count > 0)
            Adopted?.Invoke(committed.Adopted);
        if (committed.Messages.Count > 0)
            Committed?.Invoke(committed.Messages);
    }

    /// <summary>
    /// Waits until there is something to commit, or an upkeep is due. Answers false when stopped and everything is
    /// done.
    /// </summary>
    private bool Take(out List<QueuedUnit> units, out List<AckedRange> ranges)
    {
        lock (gate)
        {
            while (requests.Count == 0 && messages.Count == 0 && !isStopping)
            {
                var untilUpkeep = Earlier(transaction.UntilUpkeep, locked.UntilTry);
                if (untilUpkeep == TimeSpan.Zero)
                    break;
                var hasDeletes = acked.Count > 0;
                var longestWait = hasDeletes ? options.IdleDelay : untilUpkeep ?? Timeout.InfiniteTimeSpan;
                if (!Monitor.Wait(gate, longestWait) && hasDeletes)
                    break;
            }

            (units, ranges) = TakeQueued();
            isOver = isStopping && units.Count == 0 && ranges.Count == 0;
            return !isOver;
        }
    }

    /// <summary>Each queue has its half of a group, and what the other leaves of its own.</summary>
    private (List<QueuedUnit> Units, List<AckedRange> Ranges) TakeQueued()
    {
        var units = new List<QueuedUnit>();
        Move(requests, units, Math.Max(options.MaxUnits / 2, options.MaxUnits - messages.Count));
        Move(messages, units, options.MaxUnits - units.Count);
        return (units, acked.Take());
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    /// <summary>While a database is away for long, those that have given up must not pile up.</summary>
    private void Sweep(Queue<QueuedUnit> queue)
    {
        for (var count = queue.Count; count > 0; count--)
        {
            var queued = queue.Dequeue();
            if (!queued.IsTakenOut())
                queue.Enqueue(queued);
        }

        sweepAt = Math.Max(FirstSweep, queue.Count * 2);
    }

    private static void Move(Queue<QueuedUnit> queue, List<QueuedUnit> units, int most)
    {
        for (var count = 0; count < most && queue.TryDequeue(out var queued); count++)
            units.Add(queued);
    }
}

/// <summary>The group commit of one database.</summary>
/// <typeparam name="TDatabase">Tells the databases of a process apart: the context class of its model.</typeparam>
public sealed class GroupCommit<TDatabase> : GroupCommit
{
    internal GroupCommit(
        SqlDialect dialect, string connectionString, MessageCatalogue catalogue, TimeProvider time,
        GroupCommitOptions options, ILogger<GroupCommit<TDatabase>> logger)
        : base(typeof(TDatabase).Name, dialect, connectionString, catalogue, time, options, logger)
    {
    }
}
