using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>Brings units into the database as one transaction, and decides what happens when that fails.</summary>
internal sealed partial class Transaction(
    string name, SqlDialect dialect, string connectionString, MessageCatalogue catalogue, TimeProvider time,
    GroupCommitOptions options, ILogger logger, CancellationToken stopping) : IDisposable
{
    private readonly OutboxOwner owner = new();
    private SqlSession? session;
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

    /// <summary>
    /// Returns once each unit is committed or has failed for itself. Answers the messages of the committed ones, in order.
    /// </summary>
    public List<NumberedMessage> Commit(List<QueuedUnit> units, List<AckedRange> acked)
    {
        var sent = new List<NumberedMessage>();
        Commit(units, acked, sent, isRepeated: false);
        return sent;
    }

    private void Commit(List<QueuedUnit> units, List<AckedRange> acked, List<NumberedMessage> sent, bool isRepeated)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            RemoveCancelled(units);
            if (units.Count == 0 && acked.Count == 0)
                return;

            var attempt = Try(units, acked, out var messages);
            switch (attempt.Outcome)
            {
                case Outcome.Committed:
                    units.ForEach(unit => unit.Complete());
                    sent.AddRange(messages);
                    return;

                case Outcome.Overrun:
                    attempt.Guilty!.Fail(attempt.Exception!);
                    units.Remove(attempt.Guilty);
                    break;

                case Outcome.Adopted:
                    LogAdopted(name, owner.Id);
                    isOwner = false;
                    break;

                case Outcome.Unknown:
                    // Stopped before the database could tell. What is in is found there by whoever asks again.
                    isOwner = false;
                    units.ForEach(unit => unit.Fail(attempt.Exception!));
                    return;

                case Outcome.NotCommitted:
                    break;

                case Outcome.Unavailable:
                    Trouble = SqlDialect.WordsOf(attempt.Exception!).Message;
                    LogUnavailable(attempt.Exception!, name, pause.TotalMilliseconds);
                    if (stopping.WaitHandle.WaitOne(pause))
                    {
                        units.ForEach(unit => unit.Fail(attempt.Exception!));
                        return;
                    }

                    pause = pause * 2 < options.MaxPause ? pause * 2 : options.MaxPause;
                    break;

                case Outcome.Failed when !isRepeated:
                    // What was read may be stale. Everything is read and applied again, never saved again from memory.
                    isRepeated = true;
                    break;

                case Outcome.Failed when units.Count <= 1:
                    // Alone, it is guilty. What is left are the acked rows, which go on without it.
                    units.ForEach(unit => unit.Fail(attempt.Exception!));
                    units.Clear();
                    break;

                case Outcome.Failed:
                    LogHalving(attempt.Exception!, name, units.Count);
                    var half = units.Count / 2;
                    Commit(units[..half], acked, sent, isRepeated: false);
                    Commit(units[half..], [], sent, isRepeated: false);
                    return;

                default:
                    throw new InvalidOperationException($"Outcome '{attempt.Outcome}' has no answer.");
            }
        }
    }

    private Attempt Try(List<QueuedUnit> units, List<AckedRange> acked, out IReadOnlyList<NumberedMessage> messages)
    {
        messages = [];
        try
        {
            session ??= new SqlSession(dialect, connectionString);
            if (!isOwner)
                BeginAsNewOwner(session);
            session.Begin();
            using var group = new Group(session, catalogue, time);
            foreach (var queued in units)
                queued.Unit.WantIn(group);
            group.Load();
            foreach (var queued in units)
            {
                try
                {
                    queued.ApplyIn(group);
                }
                catch (UnitOverrunException exception)
                {
                    Abandon();
                    return new Attempt(Outcome.Overrun, exception, queued);
                }
            }

            group.Save();
            messages = owner.Number(group.Outbox);
            foreach (var numbered in messages)
                session.Insert(OutboxTables.Outbox, numbered.ToRow());
            foreach (var range in acked)
                session.Execute(SqlDialect.DeleteOutboxRange, range.Owner, range.From, range.To);
            if (!owner.Renew(session))
            {
                session.Rollback();
                return new Attempt(Outcome.Adopted);
            }
        }
        catch (Exception exception)
        {
            Abandon();
            ExitIfFatal(exception);
            var isNobodysFault = units.Count == 0 || dialect.IsUnavailable(SqlDialect.WordsOf(exception));
            return new Attempt(isNobodysFault ? Outcome.Unavailable : Outcome.Failed, exception);
        }

        return CommitGroup(messages);
    }

    private Attempt CommitGroup(IReadOnlyList<NumberedMessage> messages)
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
                    return new Attempt(Outcome.Unknown, exception);
                case false:
                    return new Attempt(Outcome.NotCommitted);
            }
        }

        owner.Committed(messages.Count);
        Trouble = null;
        return new Attempt(Outcome.Committed);
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
                Trouble = exception.Message;
                if (stopping.WaitHandle.WaitOne(options.MaxPause))
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

    private static void RemoveCancelled(List<QueuedUnit> units)
    {
        units.RemoveAll(unit =>
        {
            // Asked once: it may be cancelled at any moment, and one that is taken out has to be told.
            if (!unit.IsCancelled)
                return false;
            unit.Cancel();
            return true;
        });
    }

    private enum Outcome
    {
        /// <summary>In the database.</summary>
        Committed,

        /// <summary>Not in the database, for no fault of the units.</summary>
        NotCommitted,

        /// <summary>Nobody could say whether it is in the database before the process had to stop.</summary>
        Unknown,

        /// <summary>A unit took too long.</summary>
        Overrun,

        /// <summary>This process was taken for dead.</summary>
        Adopted,

        /// <summary>The database does not answer.</summary>
        Unavailable,

        /// <summary>The database refused: a row was stale, or a unit is guilty.</summary>
        Failed,
    }

    private readonly record struct Attempt(
        Outcome Outcome, Exception? Exception = null, QueuedUnit? Guilty = null);
}
