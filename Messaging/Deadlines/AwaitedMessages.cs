namespace Messaging;

/// <summary>Messages that are published again until they are applied.</summary>
public static class AwaitedMessages
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Produces a message and writes the row that publishes it again, same id and same value, until it is applied.
    /// </summary>
    /// <param name="unit">The unit that accepts what the message tells.</param>
    /// <param name="message">Of a type with <see cref="MessageType.IsAwaited"/>.</param>
    /// <param name="correlationId">The saga.</param>
    /// <param name="name">What the wait is called.</param>
    /// <param name="patience">How long until it is published for the second time.</param>
    public static OutgoingMessage ProduceUntilApplied(
        this UnitOfWork unit, object message, Guid correlationId, string name, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var produced = unit.Produce(message);
        unit.Insert(DeadlineTable.Table, new DeadlineRow
        {
            Token = produced.Id,
            CorrelationId = correlationId,
            Name = name,
            DueAt = unit.Now + patience,
            ClaimedUntil = unit.Now,
            Attempt = 1,
            TraceParent = produced.Headers.Text(WireFormat.TraceParent),
            MessageType = produced.TypeName,
            Value = produced.Value,
        });
        return produced;
    }

    /// <summary>30 s, 1, 2, 4, 8 min, then every 10 min, where the first wait was 30 s.</summary>
    internal static TimeSpan NextWait(TimeSpan first, int attempt)
    {
        var wait = first * Math.Pow(2, Math.Min(attempt, 20));
        return wait < LongestWait ? wait : first > LongestWait ? first : LongestWait;
    }
}
