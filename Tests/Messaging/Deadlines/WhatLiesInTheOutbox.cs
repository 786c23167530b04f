using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhatLiesInTheOutbox : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
    private readonly Guid owner = Guid.CreateVersion7();
    private readonly TestDatabase database;
    private readonly OutboxProgress progress;
    private readonly ReadMark mark;

    public WhatLiesInTheOutbox(Engine engine)
    {
        database = new TestDatabase(engine);
        progress = new OutboxProgress(database.Of().OpenReader);
        mark = new ReadMark([progress]);
    }

    [Test]
    public void Counts_as_unread_until_it_is_gone()
    {
        Assert.That(Look(0), Is.EqualTo(Noon));
        Write(OutboxMessages.Of(owner, 5, 3));
        Assert.That(Look(1), Is.EqualTo(Noon));

        Delete(upTo: 6);
        Assert.That(Look(2), Is.EqualTo(Noon));

        Delete(upTo: 7);
        Assert.That(Look(3), Is.EqualTo(Noon.AddSeconds(3)));
    }

    [Test]
    public void Holds_nothing_that_was_there_before_it()
    {
        Write(OutboxMessages.Of(owner, 1, 2));
        Look(0);
        Write(OutboxMessages.Of(owner, 3, 2));
        Delete(upTo: 2);

        Assert.That(Look(1), Is.EqualTo(Noon));
    }

    [Test]
    public void Counts_whoever_owns_it()
    {
        Write(OutboxMessages.Of(owner, 1, 1));
        var other = Guid.CreateVersion7();
        Write(OutboxMessages.Of(other, 1, 1));
        Look(0);

        Delete(upTo: 1);

        Assert.That(Look(1), Is.Null);
    }

    public void Dispose()
    {
        progress.Dispose();
        database.Dispose();
    }

    /// <summary>As a group does: no row is without its owner.</summary>
    private void Write(List<NumberedMessage> messages)
    {
        var of = messages[0].Owner;
        if (database.Number("SELECT COUNT(*) FROM outbox_owners WHERE owner = @p0", of) == 0)
            database.Execute(
                "INSERT INTO outbox_owners (owner, last_group, lease_until) VALUES (@p0, 1, @p1)", of, Noon);
        database.WriteOutbox(messages);
    }

    private void Delete(long upTo) =>
        database.Execute("DELETE FROM outbox WHERE owner = @p0 AND number <= @p1", owner, upTo);

    private DateTime? Look(int second)
    {
        mark.Look(Noon.AddSeconds(second));
        return mark.ReadUpTo;
    }
}
