using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Messaging;

/// <summary>What this library measures and traces, by name. Nothing is measured unless somebody listens.</summary>
public static class Telemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Messaging";

    /// <summary>The activity source's name.</summary>
    public const string SourceName = "Messaging";

    /// <summary>Messages set aside, by group and reason.</summary>
    public const string DeadLetterCount = "orders.dlq.records";

    /// <summary>Records passed over, by group and cause: a null value, or a type that is not the group's.</summary>
    public const string Skipped = "orders.skipped.records";

    /// <summary>Messages that a saga had applied before.</summary>
    public const string Duplicates = "orders.duplicate.messages";

    /// <summary>What was published or asked once more, by kind.</summary>
    public const string AskedAgain = "orders.asked_again";

    /// <summary>
    /// The span, in another process perhaps, that a header <c>traceparent</c> names; default where it names none.
    /// </summary>
    public static ActivityContext ParentOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default;

    /// <summary>The running span, or what the cause belongs to; null where there is neither.</summary>
    internal static string? TraceParentOf(Cause cause) =>
        (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } current } ? current : cause.TraceParent)
            // Whatever else a foreign producer puts there is none.
            is { Length: WireFormat.TraceParentLength } trace ? trace : null;

    internal static Meter Meter { get; } = new(MeterName);

    internal static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Seconds, from what a memory takes to what nobody should have to wait for.</summary>
    internal static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };
}
