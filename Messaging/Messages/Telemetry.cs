using System.Diagnostics.Metrics;

namespace Messaging;

/// <summary>What this library measures, by name.</summary>
public static class Telemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Messaging";

    /// <summary>Messages set aside, by group and reason.</summary>
    public const string DeadLetterCount = "orders.dlq.records";

    /// <summary>Records passed over, by group and cause: a null value, or a type that is not the group's.</summary>
    public const string Skipped = "orders.skipped.records";

    /// <summary>Messages that a saga had applied before, by group.</summary>
    public const string Duplicates = "orders.duplicate.messages";

    /// <summary>What was published or asked once more, by kind.</summary>
    public const string AskedAgain = "orders.asked_again";

    internal static Meter Meter { get; } = new(MeterName);
}
