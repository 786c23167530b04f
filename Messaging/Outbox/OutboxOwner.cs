namespace Messaging;

/// <summary>
/// This process as the owner of outbox rows: hands out their numbers, proves with the last statement of every group
/// that nobody has taken them over, and tells afterwards whether a group of unknown outcome is in.
/// </summary>
internal sealed class OutboxOwner(TimeProvider time)
{
    private long lastNumber;
    private long renewing;
    private long renewedAt;
    private long heldSince;

    public Guid Id { get; private set; }

    public long LastGroup { get; private set; }

    /// <summary>Begins as a new owner; an id is never used by two lives of a process.</summary>
    public void Register(SqlSession session)
    {
        Id = Ids.New(time.GetUtcNow());
        LastGroup = 0;
        lastNumber = 0;
        heldSince = renewedAt = time.GetTimestamp();
        session.Execute(session.Dialect.RegisterOwner, Id);
    }

    /// <summary>
    /// Takes over the rows of the dead. Answers whose rows are ours to send by now, in the order of their starts.
    /// </summary>
    public List<Guid> Adopt(SqlSession session)
    {
        session.Execute(session.Dialect.AdoptDeadOwners(HasHeldItsLease ? TimeSpan.Zero : SqlDialect.LongDead), Id);
        session.Execute(session.Dialect.AdoptTheirAdopted, Id);
        session.Execute(session.Dialect.ForgetEmptyOwners, Id);
        return [.. session.Query(SqlDialect.ReadAdopted, reader => reader.GetGuid(0), Id).Order()];
    }

    /// <summary>
    /// Numbers rows in the order of their units; what is not committed leaves its numbers to the next group.
    /// </summary>
    public IReadOnlyList<NumberedMessage> Number(IReadOnlyList<OutgoingMessage> messages)
    {
        var numbered = new NumberedMessage[messages.Count];
        for (var index = 0; index < numbered.Length; index++)
            numbered[index] = new NumberedMessage(Id, lastNumber + 1 + index, messages[index]);
        return numbered;
    }

    /// <summary>
    /// The last statement of a group. Answers the database's time; null where another has adopted this owner.
    /// </summary>
    public DateTime? Renew(SqlSession session)
    {
        renewing = time.GetTimestamp();
        var leases = session.Query(
            session.Dialect.RenewOwner, reader => reader.GetDateTime(0), Id, LastGroup + 1);
        return leases is [var until] ? until - SqlDialect.Lease : null;
    }

    /// <summary>Leaves nothing behind where nothing is left to send; else others may take it over at once.</summary>
    public void Leave(SqlSession session)
    {
        session.Execute(session.Dialect.ForgetEmptyOwners, Id);
        session.Execute(SqlDialect.ForgetOwner, Id);
        session.Execute(session.Dialect.ReleaseLease, Id);
    }

    /// <summary>The group that was renewed last is in.</summary>
    public void Committed(int messages)
    {
        LastGroup++;
        lastNumber += messages;
        if (!HasLease)
            heldSince = renewing;
        renewedAt = renewing;
    }

    /// <summary>
    /// Asked on a new connection after a commit that was not answered: whether that group is in. The row is read under
    /// a lock, so a server that is still committing is waited for.
    /// </summary>
    public bool IsLastGroupIn(SqlSession session) =>
        session.Query(session.Dialect.ReadLastGroup, reader => reader.GetInt64(0), Id).SingleOrDefault()
        == LastGroup + 1;

    private bool HasLease => time.GetElapsedTime(renewedAt) <= SqlDialect.Lease;

    /// <summary>Without a gap, for as long as another's has to be over before it counts as dead.</summary>
    private bool HasHeldItsLease => HasLease && time.GetElapsedTime(heldSince) > SqlDialect.Lease;
}
