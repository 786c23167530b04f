using System.Data.Common;
using Messaging;

namespace Orders.Testing;

/// <summary>Reads what the three databases say of messages, each as of one moment.</summary>
internal sealed class MessageReader
{
    private readonly Dictionary<Guid, RecordedMessage> handled = [];
    private readonly Dictionary<Guid, RecordedMessage> sent = [];
    private readonly HashSet<Guid> unsent = [];
    private readonly List<RecordedDeadLetter> deadLetters = [];

    public static RecordedMessages Read(BookSources sources)
    {
        var reader = new MessageReader();
        var orders = BookReader.AsOfOneMoment(sources.Open(sources.Orders), reader.ReadOrders);
        var payments = BookReader.AsOfOneMoment(sources.Open(sources.Payments), reader.ReadPayments);
        var reservations = BookReader.AsOfOneMoment(sources.Open(sources.Inventory), reader.ReadReservations);
        return new RecordedMessages(
            orders, payments, reservations, reader.handled, reader.sent, reader.unsent, reader.deadLetters);
    }

    private HashSet<Guid> ReadOrders(SqlSession session)
    {
        session.Query(
            "SELECT saga_id, message_id, type, at, direction FROM saga_history",
            reader => (reader.GetString(4) == Directions.Out ? sent : handled).TryAdd(
                reader.GetGuid(1), new RecordedMessage(reader.GetGuid(0), Type(reader, 2), reader.GetDateTime(3))));
        ReadWaiting(session);
        return [.. session.Query("SELECT id FROM orders", reader => reader.GetGuid(0))];
    }

    private HashSet<Guid> ReadPayments(SqlSession session)
    {
        ReadWaiting(session);
        return ReadOutcomes(session,
            """
            SELECT order_id, updated_at, charge_outcome_id, charge_outcome_type, refund_outcome_id,
                   refund_outcome_type, waiver_outcome_id, waiver_outcome_type
            FROM payments
            """);
    }

    private HashSet<Guid> ReadReservations(SqlSession session)
    {
        ReadWaiting(session);
        return ReadOutcomes(session,
            """
            SELECT order_id, updated_at, reserve_outcome_id, reserve_outcome_type, release_outcome_id,
                   release_outcome_type
            FROM reservations
            """);
    }

    /// <summary>After the order and the time, pairs of an id and a type.</summary>
    private HashSet<Guid> ReadOutcomes(SqlSession session, string sql) =>
    [
        .. session.Query(sql, reader =>
        {
            for (var column = 2; column < reader.FieldCount; column += 2)
            {
                if (!reader.IsDBNull(column))
                    sent.TryAdd(reader.GetGuid(column), new RecordedMessage(
                        reader.GetGuid(0), Type(reader, column + 1), reader.GetDateTime(1)));
            }

            return reader.GetGuid(0);
        }),
    ];

    private void ReadWaiting(SqlSession session)
    {
        unsent.UnionWith(session
            .Query("SELECT headers FROM outbox", reader => WireFormat.IdOf(Headers(reader, 0)))
            .OfType<Guid>());
        deadLetters.AddRange(session.Query(
            """
            SELECT id, message_id, topic, record_partition, record_offset, record_time, record_key, headers, value
            FROM dead_letters
            """,
            reader => new RecordedDeadLetter(
                reader.GetGuid(0),
                reader.IsDBNull(1) ? null : reader.GetGuid(1),
                reader.IsDBNull(3) ? null : new RecordOrigin(
                    reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetDateTime(5)),
                new RecordBytes(
                    reader.IsDBNull(6) ? null : Bytes(reader, 6), Bytes(reader, 7), Bytes(reader, 8)))));
    }

    private static MessageHeaders Headers(DbDataReader reader, int ordinal) =>
        MessageHeaders.Decode(Bytes(reader, ordinal));

    private static byte[] Bytes(DbDataReader reader, int ordinal) => reader.GetFieldValue<byte[]>(ordinal);

    /// <summary>Kept once: there are few, and they come again and again.</summary>
    private static string Type(DbDataReader reader, int ordinal) => string.Intern(reader.GetString(ordinal));
}
