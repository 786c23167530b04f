using Messaging;

namespace Tests.Messaging;

/// <summary>
/// Of several processes on one database the living take over what the dead have left. After a pause of the database
/// every lease is over, so only who has held its own for a whole lease may call another dead.
/// </summary>
[Category("PostgreSql")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhoMayAdopt : IDisposable
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);
    private readonly TestDatabase database = new(Engine.PostgreSql);
    private readonly FakeTime time = new();
    private readonly SqlSession session;
    private readonly OutboxOwner owner;
    private readonly Guid other = Guid.CreateVersion7();

    public WhoMayAdopt()
    {
        session = new SqlSession(database.Dialect, database.ConnectionString);
        owner = new OutboxOwner(time);
        owner.Register(session);
    }

    [Test]
    public void Who_has_held_its_lease_adopts_whose_lease_is_over()
    {
        LeaveOwner("1 second");
        HoldLease();

        Assert.That(owner.Adopt(session), Is.EqualTo([other]));
    }

    [Test]
    public void Nobody_adopts_whose_lease_is_not_over()
    {
        LeaveOwner("-1 second");
        HoldLease();

        Assert.That(owner.Adopt(session), Is.Empty);
    }

    [Test]
    public void Who_has_just_begun_does_not()
    {
        LeaveOwner("1 second");

        Assert.That(owner.Adopt(session), Is.Empty);
    }

    [Test]
    public void Who_was_cut_off_itself_does_not_before_it_has_held_its_lease_again()
    {
        LeaveOwner("1 second");
        HoldLease();
        time.Advance(SqlDialect.Lease + Renewal);
        Assert.That(owner.Adopt(session), Is.Empty);

        Renew(owner);
        Assert.That(owner.Adopt(session), Is.Empty);

        HoldLease();
        Assert.That(owner.Adopt(session), Is.EqualTo([other]));
    }

    [Test]
    public void Who_cannot_commit_does_not_hold_its_lease()
    {
        LeaveOwner("1 second");
        for (var tried = TimeSpan.Zero; tried <= 2 * SqlDialect.Lease; tried += Renewal)
        {
            time.Advance(Renewal);
            owner.Renew(session);
        }

        Assert.That(owner.Adopt(session), Is.Empty);
    }

    [Test]
    public void Who_left_in_order_is_adopted_at_once()
    {
        LeaveOwner("1 second");
        using (var leaving = new SqlSession(database.Dialect, database.ConnectionString))
            leaving.Execute(database.Dialect.ReleaseLease, other);

        Assert.That(owner.Adopt(session), Is.EqualTo([other]));
    }

    /// <summary>Who lives would have renewed it since.</summary>
    [Test]
    public void Whose_lease_is_of_before_the_clock_was_set_back_is_adopted()
    {
        LeaveOwner("-1 hour");

        Assert.That(owner.Adopt(session), Is.EqualTo([other]));
    }

    [Test]
    public void Who_is_just_committing_is_passed_over()
    {
        LeaveOwner("1 second");
        HoldLease();
        using var committing = new SqlSession(database.Dialect, database.ConnectionString);
        committing.Begin();
        committing.Execute(database.Dialect.RenewOwner, other, 2L);

        Assert.That(owner.Adopt(session), Is.Empty);

        committing.Commit();
        Assert.That(owner.Adopt(session), Is.Empty, "it lives");
    }

    [Test]
    public void Of_two_that_want_it_one_gets_it()
    {
        LeaveOwner("1 second");
        HoldLease();
        using var another = new SqlSession(database.Dialect, database.ConnectionString);
        var second = new OutboxOwner(time);
        second.Register(another);
        HoldLease(owner, second);
        session.Begin();
        another.Begin();

        Assert.That(owner.Adopt(session), Is.EqualTo([other]));
        Assert.That(second.Adopt(another), Is.Empty);

        session.Commit();
        another.Commit();
    }

    public void Dispose()
    {
        session.Dispose();
        database.Dispose();
    }

    /// <summary>An owner with a row to send, whose lease has been over for so long.</summary>
    private void LeaveOwner(string overFor)
    {
        database.Execute(
            $"""
            INSERT INTO outbox_owners (owner, last_group, lease_until)
            VALUES (@p0, 1, clock_timestamp() - interval '{overFor}')
            """,
            other);
        database.WriteOutbox([OutboxMessages.Of(other, 1)]);
    }

    private void HoldLease() => HoldLease(owner);

    private void HoldLease(params IEnumerable<OutboxOwner> owners)
    {
        for (var held = TimeSpan.Zero; held <= SqlDialect.Lease; held += Renewal)
        {
            time.Advance(Renewal);
            foreach (var holder in owners)
                Renew(holder);
        }
    }

    private void Renew(OutboxOwner holder)
    {
        Assert.That(holder.Renew(session), Is.Not.Null);
        holder.Committed(messages: 0);
    }
}
