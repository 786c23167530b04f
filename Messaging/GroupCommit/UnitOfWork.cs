using System.Data.Common;

namespace Messaging;

/// <summary>
/// The one way to write: says which rows it needs, is given them, changes them and adds messages. It is applied inside
/// a transaction that it shares with others, all or nothing of it is committed, and nothing but the database is waited
/// for.
/// </summary>
/// <remarks>
/// It may be applied more than once, each time on rows as they are now: what an earlier attempt has left in the unit's
/// own fields must not matter.
/// </remarks>
public abstract class UnitOfWork
{
    private Group? group;
    private Action? afterCommit;

    /// <summary>
    /// True for what a person waits for: such units have a queue of their own, which a backlog of messages does not
    /// fill.
    /// </summary>
    public virtual bool IsRequest => false;

    /// <summary>What made this unit happen; its messages carry it on.</summary>
    public virtual Cause Cause => Cause.None;

    /// <summary>The time at which the group is applied.</summary>
    public DateTime Now => Current.Now;

    private Group Current => group ?? throw new InvalidOperationException(
        $"{GetType().Name} is not being applied: rows can be read and changed only from within Apply.");

    /// <summary>The row of a key as it is now; null where there is none.</summary>
    public TRow? Find<TRow, TKey>(Table<TRow, TKey> table, TKey key)
        where TRow : class
        where TKey : notnull => Current.Rows(table).Find(key, Current.Session);

    /// <summary>Whether the table has no rows, but for those that this group adds.</summary>
    public bool IsEmpty(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Query(Dialect.ReadAny(table), _ => true).Count == 0;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="DuplicateRowException">An earlier unit of the same group has added it.</exception>
    public void Insert<TRow, TKey>(Table<TRow, TKey> table, TRow row)
        where TRow : class
        where TKey : notnull => Current.Rows(table).Insert(row, Current.UndoList);

    /// <summary>Replaces a row that was found.</summary>
    public void Update<TRow, TKey>(Table<TRow, TKey> table, TRow row)
        where TRow : class
        where TKey : notnull => Current.Rows(table).Update(row, Current.UndoList);

    /// <summary>Removes a row that was found.</summary>
    public void Delete<TRow, TKey>(Table<TRow, TKey> table, TKey key)
        where TRow : class
        where TKey : notnull => Current.Rows(table).Delete(key, Current.UndoList);

    /// <summary>Adds a message to the outbox: it is sent if and only if this unit is committed.</summary>
    public OutgoingMessage Produce(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Current.Produce(message, Cause);
    }

    /// <summary>Adds a message that has its id and bytes already.</summary>
    public void Send(OutgoingMessage message) => Current.Send(message);

    /// <summary>Adds a message that was sent before, once more under its id and with the same value.</summary>
    public void SendAgain(Guid id, string typeName, Guid correlationId, byte[] value) =>
        Current.SendAgain(id, typeName, correlationId, value, Cause);

    /// <summary>
    /// Does something once this unit is committed, and only then: what is counted while it is applied would be counted
    /// again with every attempt. A crash in between leaves it out. It waits for nothing and throws nothing.
    /// </summary>
    public void AfterCommit(Action action) => afterCommit += action;

    /// <summary>
    /// Claims rows that are due and that nobody has claimed, the oldest first, and returns them in no order. It is not
    /// undone with this unit alone.
    /// </summary>
    /// <param name="table">
    /// Has columns <c>due_at</c>, null for never, and <c>claimed_until</c>, one column as its key, and an index by
    /// which what the condition holds for is found in the order of <c>due_at</c>.
    /// </param>
    /// <param name="until">When the rows are free again, should they still be due.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="condition">In SQL, which of them; it has no parameters.</param>
    public List<TRow> ClaimDue<TRow, TKey>(Table<TRow, TKey> table, DateTime until, int most, string condition)
        where TRow : class
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(table);
        return Query(Dialect.ClaimDue(table, condition), table.Materialize, Now, until, most);
    }

    /// <summary>
    /// Frees what was claimed by a clock that was ahead, and makes it due. The sole user of a database frees all that
    /// is claimed: at its start that is what a dead process has left.
    /// </summary>
    /// <param name="table">As <see cref="ClaimDue"/> has it.</param>
    /// <param name="longestWait">What is due later than that was written by such a clock too.</param>
    /// <param name="condition">In SQL, which rows; they are found by an index.</param>
    public void FreeClaims(Table table, TimeSpan longestWait, string condition)
    {
        var claim = Dialect.IsSoleUser ? TimeSpan.Zero : SqlDialect.LongestClaim;
        Execute(Dialect.FreeClaims(table, condition), Now, Now + longestWait, Now + claim);
    }

    internal int ProducedCount => Current.Outbox.Count;

    internal SqlDialect Dialect => Current.Session.Dialect;

    /// <summary>Runs a statement inside the transaction; what it changes is not undone with this unit alone.</summary>
    internal List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values) =>
        Current.Session.Query(sql, read, values);

    internal int Execute(string sql, params ReadOnlySpan<object?> values) => Current.Session.Execute(sql, values);

    internal IEnumerable<OutgoingMessage> ProducedSince(int count) => Current.Outbox.Skip(count).ToList();

    internal TMember Member<TMember>(Func<SqlSession, TMember> create)
        where TMember : class, IGroupMember => Current.Member(create);

    /// <summary>Names the rows that will be asked for, so that a group reads them together.</summary>
    protected virtual void Want(WantedRows rows)
    {
    }

    /// <summary>Does the work. What it throws undoes this unit alone and goes to whoever waits for it.</summary>
    protected abstract void Apply();

    internal void WantIn(Group target) => Want(new WantedRows(target));

    internal void Committed() => afterCommit?.Invoke();

    internal void ApplyIn(Group target)
    {
        group = target;
        afterCommit = null;
        try
        {
            Apply();
        }
        finally
        {
            group = null;
        }
    }
}

/// <summary>The rows that the units of a group ask for.</summary>
public readonly struct WantedRows
{
    private readonly Group group;

    internal WantedRows(Group group) => this.group = group;

    /// <summary>The row of a key, if there is one.</summary>
    public void Add<TRow, TKey>(Table<TRow, TKey> table, TKey key)
        where TRow : class
        where TKey : notnull => group.Rows(table).Want(key);

    internal TMember Member<TMember>(Func<SqlSession, TMember> create)
        where TMember : class, IGroupMember => group.Member(create);
}

/// <summary>
/// A unit did not come to its end in time. Nothing it touched can be trusted, so its group starts anew without it.
/// </summary>
public sealed class UnitOverrunException(TimeSpan limit) : TimeoutException(
    $"A unit of work did not end within {limit.TotalSeconds:0.#} s. Wait for nothing but the database inside one: "
    + "call the outside world between two units.");
