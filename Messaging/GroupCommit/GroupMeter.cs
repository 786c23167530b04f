using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Messaging;

/// <summary>How large the groups of a database are, and what their time goes into.</summary>
internal sealed class GroupMeter(string database)
{
    private static readonly Histogram<long> Size = Telemetry.Meter.CreateHistogram(
        "orders.group.size", "{unit}", "Units of work committed together.", tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 25, 50, 100, 250, 500] });

    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "orders.group.duration", "s", "What a group's time goes into.", tags: null, Telemetry.Seconds);

    private readonly KeyValuePair<string, object?> name = new("database", database);
    private long began;

    /// <summary>A group begins.</summary>
    public void Begin() => began = Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>What took the time since the group began, or since the phase before.</summary>
    public void EndPhase(string phase)
    {
        if (began == 0)
            return;
        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, name, new("phase", phase));
        began = Stopwatch.GetTimestamp();
    }

    /// <summary>A group of so many units is committed.</summary>
    public void Committed(int units) => Size.Record(units, name);
}
