using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>Tries once to bring units into the database together, and finds out what became of it.</summary>
internal sealed partial class Transaction(
    string name, SqlDialect dialect, string connectionString, MessageCatalogue catalogue, TimeProvider time,
    TimeSpan patience, ILogger logger, CancellationToken stopping) : IDisposable
{
    private readonly OutboxOwner owner = new();
    private SqlSession? session;
    private QueuedUnit? applying;
    private bool isOwner;

    public string? Trouble { get; private set; }

    /// <summary>Begins as a new owner of outbox rows. Answers which dead owners' rows are now ours to send.</summary>
    public IReadOnlyList<Guid> Open()
    {
        session = new SqlSession(dialect, connectionString);
        session.Begin();
        owner.Register(session, time.GetUtcNow().UtcDateTime);
        var adopted = owner.Adopt(session);
        session.Commit();
        isOwner = true;
        return adopted;
    }

    /// <summary>Leaves no owner behind that has nothing to send.</summary>
    public void Dispose()
    {
        try
        {
            session?.Execute(SqlDialect.ForgetEmptyOwners, owner.Id);
            session?.Execute(SqlDialect.ForgetOwner, owner.Id);
        }
        catch (DbException exception)
        {
            // The next start adopts this owner and forgets it then.
            LogNotForgotten(exception, name);
        }

        session?.Dispose();
        session = null;
    }

    /// <summary>The units and the removal of acked outbox rows, all or nothing.</summary>
    public Attempt Try(List<QueuedUnit> units, List<AckedRange> acked)
    {
        IReadOnlyList<NumberedMessage> messages;
        try
        {
            session ??= new SqlSession(dialect, connectionString);
            if (!isOwner)
                BeginAsNewOwner(session);
            session.Begin();
            messages = owner.Number(Write(units, session));
            foreach (var numbered in messages)
                session.Insert(OutboxTables.Outbox, numbered.ToRow());
            foreach (var range in acked)
                session.Execute(SqlDialect.DeleteOutboxRange, range.Owner, range.From, range.To);
            if (!owner.Renew(session))
            {
                session.Rollback();
                LogAdopted(name, owner.Id);
                isOwner = false;
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
            var isNobodysFault = units.Count == 0 || dialect.IsUnavailable(SqlDialect.WordsOf(exception));
            if (isNobodysFault)
                Trouble = SqlDialect.WordsOf(exception).Message;
            return new Attempt(isNobodysFault ? Outcome.Unavailable : Outcome.Refused, exception);
        }

        return Commit(messages);
    }

    /// <summary>Reads what the units want together, applies one after the other and writes what they have changed.</summary>
    private IReadOnlyList<OutgoingMessage> Write(List<QueuedUnit> units, SqlSession open)
    {
        using var group = new Group(open, catalogue, time);
        foreach (var queued in units)
            queued.Unit.WantIn(group);
        group.Load();
        foreach (var queued in units)
        {
            applying = queued;
            queued.ApplyIn(group);
        }

        group.Save();
        return group.Outbox;
    }

    private Attempt Commit(IReadOnlyList<NumberedMessage> messages)
    {
        try
        {
            dialect.Commit(session!);
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
                case false:
                    return new Attempt(Outcome.NotCommitted);
            }
        }

        owner.Committed(messages.Count);
        Trouble = null;
        return new Attempt(Outcome.Committed, Messages: messages);
    }

    /// <summary>
    /// The answer to a commit was lost: asks the database, for as long as it takes, whether the group is in. Answers null
    /// where it has to stop asking.
    /// </summary>
    private bool? Settle(Exception lost)
    {
        LogUnknown(lost, name, owner.LastGroup + 1);
        while (true)
        {
            try
            {
                session = new SqlSession(dialect, connectionString);
                return owner.IsLastGroupIn(session);
            }
            catch (Exception exception)
            {
                Abandon();
                ExitIfFatal(exception);
                Trouble = SqlDialect.WordsOf(exception).Message;
                if (stopping.WaitHandle.WaitOne(patience))
                    return null;
            }
        }
    }

    /// <summary>Another sends our rows now. A group begun as the old owner is applied again as the new one.</summary>
    private void BeginAsNewOwner(SqlSession fresh)
    {
        fresh.Begin();
        owner.Register(fresh, time.GetUtcNow().UtcDateTime);
        fresh.Commit();
        isOwner = true;
    }

    private void Abandon()
    {
        try
        {
            session?.Rollback();
        }
        catch (DbException)
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

    [LoggerMessage(1, LogLevel.Warning, "{Database} did not answer the commit of group {Group}; reading it back")]
    private partial void LogUnknown(Exception exception, string database, long group);

    [LoggerMessage(2, LogLevel.Warning, "{Database}: outbox owner {Owner} was adopted by another process; beginning as a new one")]
    private partial void LogAdopted(string database, Guid owner);

    [LoggerMessage(3, LogLevel.Critical, "{Database} cannot be trusted any more; the process ends")]
    private partial void LogFatal(Exception exception, string database);

    [LoggerMessage(4, LogLevel.Information, "{Database}: the outbox owner could not be removed; the next start does it")]
    private partial void LogNotForgotten(Exception exception, string database);
}
