using System.Data.Common;

namespace Messaging;

/// <summary>
/// What the units of one transaction have read and mean to write. It lives for one attempt: after a roll-back nothing
/// is saved again from memory.
/// </summary>
internal sealed class Group(SqlSession session, MessageCatalogue catalogue, DateTime now) : IDisposable
{
    private readonly Dictionary<Table, ITableRows> tables = [];
    private readonly Dictionary<Type, IGroupMember> members = [];
    private readonly List<OutgoingMessage> outbox = [];
    private readonly List<Action> undo = [];

    public SqlSession Session => session;

    /// <summary>
    /// As precise as the least precise database keeps it, so that what is shown now is what is shown later.
    /// </summary>
    public DateTime Now { get; } = WholeMilliseconds(now);

    public IReadOnlyList<OutgoingMessage> Outbox => outbox;

    public TableRows<TRow, TKey> Rows<TRow, TKey>(Table<TRow, TKey> table)
        where TRow : class
        where TKey : notnull
    {
        if (!tables.TryGetValue(table, out var rows))
            tables.Add(table, rows = new TableRows<TRow, TKey>(table));
        return (TableRows<TRow, TKey>)rows;
    }

    /// <summary>Rows that are not a table's, for example an object mapper's.</summary>
    public TMember Member<TMember>(Func<SqlSession, TMember> create)
        where TMember : class, IGroupMember
    {
        if (!members.TryGetValue(typeof(TMember), out var member))
            members.Add(typeof(TMember), member = create(session));
        return (TMember)member;
    }

    public OutgoingMessage Produce(object message, Cause cause)
    {
        var outgoing = WireFormat.Write(catalogue.Of(message.GetType()), message, cause, Now);
        outbox.Add(outgoing);
        return outgoing;
    }

    public void Send(OutgoingMessage message) => outbox.Add(message);

    public void SendAgain(Guid id, string typeName, Guid correlationId, byte[] value, Cause cause) =>
        outbox.Add(WireFormat.Write(catalogue.Of(typeName), id, correlationId, value, cause, Now));

    public void Load()
    {
        foreach (var rows in tables.Values)
            rows.Load(session);
        foreach (var member in members.Values)
            member.Load();
    }

    /// <summary>
    /// Applies a unit. Where it throws, what it has done in this group is taken back, and nothing else; where the
    /// database has refused a statement of it, the transaction is over, even if the unit has swallowed that, and the
    /// exception goes on.
    /// </summary>
    public Exception? Apply(UnitOfWork unit)
    {
        var messages = outbox.Count;
        undo.Clear();
        foreach (var member in members.Values)
            member.Mark();
        try
        {
            unit.ApplyIn(this);
            return session.Failure is { } failure ? throw new SwallowedFailureException(unit, failure) : null;
        }
        catch (Exception exception) when (CanBeTakenBack(exception))
        {
            for (var index = undo.Count - 1; index >= 0; index--)
                undo[index]();
            foreach (var member in members.Values)
                member.Undo();
            outbox.RemoveRange(messages, outbox.Count - messages);
            return exception;
        }
    }

    public List<Action> UndoList => undo;

    public void Dispose()
    {
        foreach (var member in members.Values)
            member.Dispose();
    }

    private bool CanBeTakenBack(Exception exception) => session.Failure is null
        && exception is not UnitOverrunException && SqlDialect.WordsOf(exception) is not DbException;

    private static DateTime WholeMilliseconds(DateTime now) =>
        now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));

    /// <summary>Table by table in the order of their names, as every other writer does.</summary>
    public void Save()
    {
        foreach (var rows in tables.Values.OrderBy(rows => rows.Table.Name, StringComparer.Ordinal))
            rows.Save(session);
        foreach (var member in members.Values)
            member.Save();
    }
}

/// <summary>
/// A unit went on after the database had refused a statement of it, and with that had ended the transaction.
/// </summary>
internal sealed class SwallowedFailureException(UnitOfWork unit, Exception failure) : InvalidOperationException(
    $"{unit.GetType().Name} went on after a statement had failed ({failure.Message}): let its exception go on.",
    failure);

/// <summary>Something that is loaded, marked, undone and saved with a group.</summary>
internal interface IGroupMember : IDisposable
{
    /// <summary>Reads what units have asked for, in one go.</summary>
    void Load();

    /// <summary>Remembers where it stands before a unit is applied.</summary>
    void Mark();

    /// <summary>Returns to the mark.</summary>
    void Undo();

    /// <summary>Writes what units have changed.</summary>
    void Save();
}
