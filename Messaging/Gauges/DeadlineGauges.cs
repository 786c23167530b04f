namespace Messaging;

/// <summary>Which deadlines should have fired by now.</summary>
internal static class DeadlineGauges
{
    /// <summary>Longer than a poll and a claim take where all is well.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    public static DatabaseGauge<TDatabase> Of<TDatabase>() => new(
        "orders.deadlines.overdue", "{deadline}",
        "Deadlines that fell due more than 10 s ago: held back while an answer may lie unread, or left by a saga that "
        + "is not there.",
        (session, now) => session.Query(
            session.Dialect.CountOverdue, row => GaugeRows.CountOf(row, "deadline"), now - Late));
}
