using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Messaging;
using Orders.Data;

namespace Orders.Saga;

/// <summary>How many orders begin and end, how, and after how long.</summary>
internal static class OrderMeter
{
    /// <summary>What is not begun has no state.</summary>
    private const string Accepted = "Accepted";

    private static readonly Meter Meter = new("Orders.Saga");

    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        "orders.saga.started", "{order}", "Orders whose process has begun.");

    private static readonly Counter<long> Finished = Meter.CreateCounter<long>(
        "orders.saga.finished", "{order}", "Orders that have ended, by outcome and reason.");

    private static readonly Counter<long> Undos = Meter.CreateCounter<long>(
        "orders.saga.undos", "{order}", "Orders of which something is to be undone, by reason.");

    private static readonly Counter<long> Attention = Meter.CreateCounter<long>(
        "orders.saga.attention", "{order}", "Orders that nobody but a person can end.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "orders.saga.duration", "s", "From an order's acceptance to its end.", tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
                [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800, 3600, 86_400],
        });

    /// <summary>
    /// How many orders are in each state that is not an end; those whose process has not begun, too. A state that has
    /// none says so: what vanished would be remembered for minutes.
    /// </summary>
    public static DatabaseGauge<OrdersDbContext> Active { get; } = new(
        "orders.saga.active", "{order}", "Orders that have not ended, by state.", (session, _) =>
        {
            var counts = session.Query(
                "SELECT state, COUNT(*) FROM orders WHERE status IN (@p0, @p1) GROUP BY state",
                row => (
                    State: row.IsDBNull(0) ? Accepted : row.GetString(0),
                    Orders: Convert.ToDouble(row[1], CultureInfo.InvariantCulture)),
                OrderStatuses.Processing, OrderStatuses.Cancelling)
                .ToDictionary(count => count.State, count => count.Orders);
            return OrderStates.All.Where(state => !OrderStatuses.IsFinal(OrderStatuses.Of(state))).Append(Accepted)
                .Union(counts.Keys)
                .Select(state => new Measurement<double>(
                    counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state)));
        });

    /// <summary>Whether anybody listens.</summary>
    public static bool IsEnabled => Started.Enabled || Finished.Enabled || Undos.Enabled || Attention.Enabled
        || Duration.Enabled;

    /// <summary>A step was committed.</summary>
    public static void Count(Order before, Order after)
    {
        if (before.State is null)
            Started.Add(1);
        if (after.State == OrderStates.Undoing && before.Status == OrderStatuses.Processing)
            Undos.Add(1, new KeyValuePair<string, object?>("reason", after.Reason));
        if (after.State == OrderStates.NeedsAttention && before.State != OrderStates.NeedsAttention)
            Attention.Add(1);
        if (after.EndedAt is not { } ended || before.EndedAt is not null)
            return;
        var outcome = new TagList { { "outcome", after.Status } };
        if (after.Reason is not null)
            outcome.Add("reason", after.Reason);
        Finished.Add(1, outcome);
        Duration.Record((ended - after.CreatedAt).TotalSeconds, outcome);
    }
}
