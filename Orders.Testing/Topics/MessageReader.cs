using System.Data.Common;
using Contracts;
using Messaging;

namespace Orders.Testing;

/// <summary>Reads what the three databases say of messages, each as of one moment.</summary>
internal sealed class MessageReader
{
    private readonly Dictionary<Guid, RecordedMessage> handled = [];
    private readonly Dictionary<Guid, RecordedMessage> sent = [];
    private readonly HashSet<(Guid OrderId, Type Command)> done = [];
    private readonly HashSet<Guid> unsent = [];
    private readonly List<RecordedDeadLetter> deadLetters = [];

    public static RecordedMessages Read(BookSources sources)
    {
        var reader = new MessageReader();
        var orders = BookReader.AsOfOneMoment(sources.Open(sources.Orders), reader.ReadOrders);
        BookReader.AsOfOneMoment(sources.Open(sources.Payments), reader.ReadPayments);
        BookReader.AsOfOneMoment(sources.Open(sources.Inventory), reader.ReadReservations);
        return new RecordedMessages(
            orders, reader.done, reader.handled, reader.sent, reader.unsent, reader.deadLetters);
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

    /// <summary>
    /// What is asked of a payment while the bank is asked is done once it has answered; once a refund is waived, the
    /// waiver answers whoever asks for it.
    /// </summary>
    private int ReadPayments(SqlSession session) => ReadOutcomes(
        session,
        """
        SELECT order_id, created_at, CASE WHEN status IN ('pending', 'refunding') THEN 1 ELSE 0 END,
               charge_outcome_id, charge_outcome_type,
               COALESCE(refund_outcome_id, waiver_outcome_id), COALESCE(refund_outcome_type, waiver_outcome_type),
               waiver_outcome_id, waiver_outcome_type
        FROM payments
        """,
        typeof(ProcessPayment), typeof(RefundPayment), typeof(WaiveRefund));

    private int ReadReservations(SqlSession session) => ReadOutcomes(
        session,
        """
        SELECT order_id, created_at, 0, reserve_outcome_id, reserve_outcome_type, release_outcome_id,
               release_outcome_type
        FROM reservations
        """,
        typeof(ReserveStock), typeof(ReleaseStock));

    /// <summary>
    /// After the order, the time and whether it is under way, an id and a type for the outcome of each command. No row
    /// keeps the time of each: none is from before the row. Answers how many rows there are.
    /// </summary>
    private int ReadOutcomes(SqlSession session, string sql, params Type[] commands)
    {
        ReadWaiting(session);
        return session.Query(sql, reader =>
        {
            var isUnderWay = reader.GetInt32(2) == 1;
            for (var index = 0; index < commands.Length; index++)
            {
                var column = 3 + (2 * index);
                var isAnswered = !reader.IsDBNull(column);
                if (isAnswered)
                    sent.TryAdd(reader.GetGuid(column), new RecordedMessage(
                        reader.GetGuid(0), Type(reader, column + 1), reader.GetDateTime(1)));
                if (isAnswered || isUnderWay)
                    done.Add((reader.GetGuid(0), commands[index]));
            }

            return true;
        }).Count;
    }

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
