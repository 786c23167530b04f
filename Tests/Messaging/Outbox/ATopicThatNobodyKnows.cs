using Messaging;

namespace Tests.Messaging;

/// <summary>
/// What the dead have left may be for a topic that nothing of the living process reads or writes: another service's
/// dead letters on the database that they share.
/// </summary>
[Category("Kafka")]
internal sealed class ATopicThatNobodyKnows
{
    [Test]
    public async Task Is_made_and_gets_what_was_left_for_it()
    {
        using var database = new TestDatabase();
        var setup = new TestHostSetup(database, Broker.Kafka);
        var (topic, dead) = (Broker.NewName("dlq.others"), Guid.NewGuid());
        using (var session = new SqlSession(database.Dialect, database.ConnectionString))
            session.Execute(database.Dialect.RegisterOwner, dead);
        database.WriteOutbox([OutboxMessages.Of(dead, 1, topic)]);

        await using var host = await TestHost.Start(setup);

        await Eventually.Holds(() => database.Outbox().Count == 0, "it is sent");
        Assert.That(setup.Broker.Read(topic), Has.Count.EqualTo(1));
    }

    /// <summary>Nobody's answer lies there.</summary>
    [Test]
    public void Is_not_waited_for_where_it_is_for_dead_letters()
    {
        using var database = new TestDatabase();
        using var session = new SqlSession(database.Dialect, database.ConnectionString);
        var owner = Guid.NewGuid();
        session.Execute(database.Dialect.RegisterOwner, owner);
        database.WriteOutbox([
            OutboxMessages.Of(owner, 1, DeadLetterCopies.TopicOf("others")),
            OutboxMessages.Of(owner, 2), OutboxMessages.Of(owner, 3),
            OutboxMessages.Of(owner, 4, DeadLetterCopies.TopicOf("others"))]);

        var unsent = session.Query(
            database.Dialect.ReadUnsent, row => (row.GetInt64(1), row.GetInt64(2)), DeadLetterCopies.Like);

        Assert.That(unsent, Is.EqualTo(new[] { (2L, 3L) }));
    }
}
