using System.Diagnostics.Metrics;
using System.Globalization;

namespace Messaging;

/// <summary>What waits in a database to be sent, and what waits there for a person.</summary>
internal static class BacklogGauges
{
    private const int MostCounted = 100_000;

    public static IEnumerable<DatabaseGauge<TDatabase>> Of<TDatabase>()
    {
        var database = new KeyValuePair<string, object?>("database", typeof(TDatabase).Name);
        yield return new(
            "orders.outbox.pending", "{message}",
            "Messages that are committed and that no broker has acked; counted as far as 100,000.",
            (session, _) => session.Query(
                session.Dialect.CountUnsent,
                row => new Measurement<double>(Convert.ToDouble(row[0], CultureInfo.InvariantCulture), database),
                MostCounted));
        yield return new(
            "orders.outbox.age", "s", "Since when the oldest of them waits; 0 where none does.",
            (session, now) => [new(AgeOfOldest(session, now), database)]);
        yield return new(
            "orders.dlq.open", "{record}", "Dead letters that nobody has replayed or discarded.",
            (session, _) => session.Query(
                session.Dialect.CountDeadLetters,
                row => GaugeRows.CountOf(row, "reason", database)));
    }

    /// <summary>An owner numbers its rows in the order of their commits; each tells when it was written.</summary>
    private static double AgeOfOldest(SqlSession session, DateTime now)
    {
        var times = session.Query(session.Dialect.ReadOldestUnsent, row => row[0] as byte[])
            .OfType<byte[]>()
            .Select(headers => MessageHeaders.Decode(headers).Text(WireFormat.Time))
            .Where(text => text is not null)
            .Select(text => DateTime.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal))
            .ToList();
        return times.Count == 0 ? 0 : Math.Max(0, (now - times.Min()).TotalSeconds);
    }
}
