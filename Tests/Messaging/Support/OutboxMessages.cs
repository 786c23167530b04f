using Messaging;

namespace Tests.Messaging;

internal static class OutboxMessages
{
    public const string Topic = LedgerMessages.Topic;

    /// <summary>A committed message; its number in the outbox is also its content.</summary>
    public static NumberedMessage Of(Guid owner, long number, string topic = Topic) => new(
        owner, number, WireFormat.Write(
            LedgerMessages.Deposited with { Topic = topic }, new Deposited(owner, number), Cause.None,
            DateTime.UnixEpoch));

    /// <summary>Some committed messages in a row.</summary>
    public static List<NumberedMessage> Of(Guid owner, long first, int count) =>
        [.. Enumerable.Range(0, count).Select(n => Of(owner, first + n))];

    /// <summary>Writes the rows of messages as their owner's groups have.</summary>
    public static void WriteOutbox(this TestDatabase database, IEnumerable<NumberedMessage> messages)
    {
        using var session = new SqlSession(database.Dialect, database.ConnectionString);
        session.Begin();
        database.Dialect.Rows.Insert(
            session, OutboxTables.Outbox, [.. messages.Select(message => (object)message.ToRow())]);
        session.Commit();
    }
}
