using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Messaging;

/// <summary>What messages are counted and timed by: the names are OpenTelemetry's conventions for messaging.</summary>
internal static class MessageMeter
{
    private static readonly Counter<long> SentMessages = Telemetry.Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Messages that the broker has, or never will.");

    private static readonly Histogram<double> SendDuration = Telemetry.Meter.CreateHistogram(
        "messaging.client.operation.duration", "s", "From the producer to the broker's ack.", tags: null,
        Telemetry.Seconds);

    private static readonly Counter<long> ConsumedMessages = Telemetry.Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Records read.");

    private static readonly Histogram<double> ProcessDuration = Telemetry.Meter.CreateHistogram(
        "messaging.process.duration", "s", "From a message's read to its commit.", tags: null, Telemetry.Seconds);

    /// <summary>Set aside.</summary>
    public static Counter<long> DeadLetters { get; } = Telemetry.Meter.CreateCounter<long>(
        Telemetry.DeadLetterCount, "{record}", "Messages set aside, by group and reason.");

    /// <summary>Passed over.</summary>
    public static Counter<long> Skipped { get; } = Telemetry.Meter.CreateCounter<long>(
        Telemetry.Skipped, "{record}", "Records passed over, by group and cause.");

    /// <summary>Applied before.</summary>
    public static Counter<long> Duplicates { get; } = Telemetry.Meter.CreateCounter<long>(
        Telemetry.Duplicates, "{message}", "Messages that a saga had applied before.");

    /// <summary>Published or asked once more.</summary>
    public static Counter<long> AskedAgain { get; } = Telemetry.Meter.CreateCounter<long>(
        Telemetry.AskedAgain, "{deadline}", "Deadlines that fired, by kind.");

    /// <summary>When a message was given to the producer; 0 where nobody wants to know.</summary>
    public static long Begin() => SendDuration.Enabled || ProcessDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>The broker has answered.</summary>
    public static void Sent(string topic, long began, string? errorType)
    {
        if (!SentMessages.Enabled && began == 0)
            return;
        var tags = Tags("send", topic, errorType);
        SentMessages.Add(1, tags);
        if (began != 0)
            SendDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
    }

    /// <summary>A record was read.</summary>
    public static void Consumed(string topic, string group)
    {
        if (ConsumedMessages.Enabled)
            ConsumedMessages.Add(1, OfGroup(Tags("poll", topic, null), group));
    }

    /// <summary>A message was handled, or was not.</summary>
    public static void Processed(string topic, string group, long began, string? errorType)
    {
        if (began != 0)
            ProcessDuration.Record(
                Stopwatch.GetElapsedTime(began).TotalSeconds, OfGroup(Tags("process", topic, errorType), group));
    }

    private static TagList Tags(string operation, string topic, string? errorType)
    {
        var tags = new TagList
        {
            { "messaging.system", "kafka" },
            { "messaging.operation.name", operation },
            { "messaging.destination.name", topic },
        };
        if (errorType is not null)
            tags.Add("error.type", errorType);
        return tags;
    }

    private static TagList OfGroup(TagList tags, string group)
    {
        tags.Add("messaging.consumer.group.name", group);
        return tags;
    }
}
