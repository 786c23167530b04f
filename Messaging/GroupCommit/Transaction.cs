using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>Tries once to bring units into the database together, and finds out what became of it.</summary>
internal sealed partial class Transaction(
    string name, SqlDialect dialect, string connectionString, MessageCatalogue catalogue, TimeProvider time,
    GroupCommitOptions options, ILogger logger, CancellationToken stopping) : IDisposable
{
    /// <summary>As a connection is set up: longer than any group of another takes that does not hang.</summary>
    public static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(3);

    private readonly OutboxOwner owner = new(time);
    private readonly GroupMeter meter = new(name);
    private TimeSpan waiting;
    private long lastUpkeep = time.GetTimestamp();
    private SqlSession? session;
    private QueuedUnit? applying;
    private bool isOwner;

    /// <summary>Whether the dead were looked for since it has begun as an owner.</summary>
    private bool hasAdopted;

    public string? Trouble { get; private set; }

    public ClockGuard Clock { get; } = new(name, time, options.MaxClockSkew, logger);

    /// <summary>
    /// How long until the lease has to be renewed, the dead are looked for, and a database that was away is asked
    /// whether it is back; never where all others are dead and all is well.
    /// </summary>
    public TimeSpan? UntilUpkeep => dialect.IsSoleUser && Trouble is null
        ? null
        : options.UpkeepInterval - time.GetElapsedTime(lastUpkeep) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>
    /// Begins as a new owner of outbox rows. Answers which dead owners' rows are now ours to send. Where the database
    /// is away or busy the first group that it takes begins as one.
    /// </summary>
    public IReadOnlyList<Guid> Open()
    {
        try
        {
            session = Connect();
            session.Begin();
            if (!dialect.IsSoleUser)
                Clock.Compare(session.Query(dialect.ReadClock, reader => reader.GetDateTime(0)).Single());
            owner.Register(session);
            var adopted = owner.Adopt(session);
            session.Commit();
            isOwner = hasAdopted = true;
            return adopted;
        }
        catch (Exception exception) when (dialect.MaySucceedLater(exception))
        {
            Abandon();
            Trouble = SqlDialect.WordsOf(exception).Message;
            LogNotOpened(name, Trouble);
            return [];
        }
    }

    /// <summary>Leaves no owner behind that has nothing to send.</summary>
    public void Dispose()
    {
        try
        {
            if (session is not null && isOwner)
                owner.Leave(session);
        }
        catch (Exception exception)
        {
            // The next start adopts this owner and forgets it then.
            LogNotForgotten(exception, name);
        }

        session?.Dispose();
        session = null;
    }

    /// <summary>The units and the removal of acked outbox rows, all or nothing.</summary>
    /// <param name="units">The units.</param>
    /// <param name="acked">The rows.</param>
    /// <param name="longest">How long a lock is waited for that another holds.</param>
    public Attempt Try(List<QueuedUnit> units, List<AckedRange> acked, TimeSpan longest)
    {
        IReadOnlyList<NumberedMessage> messages;
        IReadOnlyList<Guid>? adopted = null;
        var isUpkeepDue = UntilUpkeep == TimeSpan.Zero || !isOwner || !hasAdopted;
        try
        {
            if (isUpkeepDue)
                lastUpkeep = time.GetTimestamp();
            session ??= Connect();
            if (!isOwner)
                BeginAsNewOwner(session);
            WaitForLocks(session, longest);
            meter.Begin();
            session.Begin();
            messages = owner.Number(Write(units, session));
            if (messages.Count > 0)
                dialect.Rows.Insert(
                    session, OutboxTables.Outbox, [.. messages.Select(message => (object)message.ToRow())]);
            foreach (var range in acked)
                session.Execute(SqlDialect.DeleteOutboxRange, range.Owner, range.From, range.To);
            if (isUpkeepDue)
                adopted = owner.Adopt(session);

            if (owner.Renew(session) is not { } theirTime)
            {
                session.Rollback();
                LogAdopted(name, owner.Id);
                isOwner = false;
                return new Attempt(Outcome.NotCommitted);
            }

            if (!dialect.IsSoleUser && !Clock.Compare(theirTime))
            {
                // The clock has jumped since the group before: what was written has times of no use.
                session.Rollback();
                return new Attempt(Outcome.NotCommitted);
            }
        }
        catch (UnitOverrunException exception)
        {
            Abandon();
            return new Attempt(Outcome.Overrun, exception, Guilty: applying);
        }
        catch (Exception exception)
        {
            Abandon();
            ExitIfFatal(exception);
            return new Attempt(OutcomeOf(SqlDialect.WordsOf(exception), units.Count), exception);
        }

        meter.EndPhase("write");
        return Commit(units.Count, messages, adopted);
    }

    private SqlSession Connect()
    {
        waiting = LockPatience;
        return new SqlSession(dialect, connectionString);
    }

    private void WaitForLocks(SqlSession open, TimeSpan longest)
    {
        if (waiting == longest)
            return;
        if (dialect.WaitForLocks(longest) is { } statement)
            open.Execute(statement);
        waiting = longest;
    }

    /// <summary>
    /// Reads what the units want together, applies one after the other and writes what they have changed.
    /// </summary>
    private IReadOnlyList<OutgoingMessage> Write(List<QueuedUnit> units, SqlSession open)
    {
        using var group = new Group(open, catalogue, Clock.Now);
        foreach (var queued in units)
            queued.Unit.WantIn(group);
        group.Load();
        meter.EndPhase("load");
        Hit(Failpoint.AfterLoad, units.Count);
        foreach (var queued in units)
        {
            applying = queued;
            queued.ApplyIn(group);
        }

        meter.EndPhase("apply");
        Hit(Failpoint.AfterApply, units.Count);
        group.Save();
        return group.Outbox;
    }

    /// <summary>A lease that is renewed and acked rows that are removed are no step of anybody's message.</summary>
    private static void Hit(string step, int units)
    {
        if (units > 0)
            Failpoint.Hit(step);
    }

    private Outcome OutcomeOf(Exception exception, int units)
    {
        if (dialect.IsContention(exception))
            return Outcome.Locked;
        if (units > 0 && !dialect.IsUnavailable(exception))
            return Outcome.Refused;
        Trouble = exception.Message;
        return Outcome.Unavailable;
    }

    private Attempt Commit(int units, IReadOnlyList<NumberedMessage> messages, IReadOnlyList<Guid>? adopted)
    {
        try
        {
            Hit(Failpoint.BeforeCommit, units);
            dialect.Commit(session!);
            Hit(Failpoint.AfterCommit, units);
        }
        catch (Exception exception)
        {
            Abandon();
            ExitIfFatal(exception);
            switch (Settle(exception))
            {
                case null:
                    isOwner = false;
                    return new Attempt(Outcome.Unknown, exception);
                case false when dialect.IsUnavailable(SqlDialect.WordsOf(exception)):
                    // For example full: it answers, but takes nothing.
                    Trouble = SqlDialect.WordsOf(exception).Message;
                    return new Attempt(Outcome.Unavailable, exception);
                case false:
                    return new Attempt(Outcome.NotCommitted, exception);
            }
        }

        owner.Committed(messages.Count);
        meter.EndPhase("commit");
        meter.Committed(units);
        Trouble = null;
        hasAdopted |= adopted is not null;
        return new Attempt(Outcome.Committed, Messages: messages, Adopted: adopted ?? []);
    }

    /// <summary>
    /// The answer to a commit was lost: asks the database, for as long as it takes, whether the group is in. Answers
    /// null where it has to stop asking.
    /// </summary>
    private bool? Settle(Exception lost)
    {
        LogUnknown(lost, name, owner.LastGroup + 1);
        while (true)
        {
            try
            {
                session = Connect();
                return owner.IsLastGroupIn(session);
            }
            catch (Exception exception)
            {
                Abandon();
                ExitIfFatal(exception);
                Trouble = SqlDialect.WordsOf(exception).Message;
                if (stopping.WaitHandle.WaitOne(options.MaxPause))
                    return null;
            }
        }
    }

    /// <summary>Another sends our rows now. A group begun as the old owner is applied again as the new one.</summary>
    private void BeginAsNewOwner(SqlSession fresh)
    {
        fresh.Begin();
        owner.Register(fresh);
        fresh.Commit();
        isOwner = true;
        hasAdopted = false;
    }

    /// <summary>Rolls back by closing the connection.</summary>
    internal void Abandon()
    {
        try
        {
            session?.Rollback();
        }
        catch (Exception)
        {
            // Closing the connection rolls back as well.
        }

        session?.Dispose();
        session = null;
    }

    private void ExitIfFatal(Exception exception)
    {
        if (!dialect.IsFatal(SqlDialect.WordsOf(exception)))
            return;
        LogFatal(exception, name);
        Environment.FailFast($"The database '{name}' cannot be trusted any more: {exception.Message}", exception);
    }
}
