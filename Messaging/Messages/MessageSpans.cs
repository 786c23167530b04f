using System.Diagnostics;
using System.Text;

namespace Messaging;

/// <summary>
/// The spans of a message, by OpenTelemetry's conventions for messaging: <c>send</c> from the unit that produces it to
/// the broker's ack, and as a child of it <c>process</c>, while it is handled.
/// </summary>
internal static class MessageSpans
{
    /// <summary>
    /// Begins the span of a message that is produced. It is not the current one afterwards; of a unit that is not
    /// committed it never ends, and what never ends is never reported. Null where nobody traces.
    /// </summary>
    public static Activity? Send(MessageType type, Guid id, byte[] key, Cause cause)
    {
        if (!Telemetry.Source.HasListeners())
            return null;
        var current = Activity.Current;
        var parent = current is null ? Telemetry.ParentOf(cause.TraceParent) : default;
        var span = Telemetry.Source.CreateActivity($"send {type.Topic}", ActivityKind.Producer, parent);
        if (span is null)
            return null;
        span.Start();
        Activity.Current = current;
        Describe(span, "send", type.Topic, id, key, type.Name);
        return span;
    }

    /// <summary>The broker has the message, or never will.</summary>
    public static void EndSend(Activity? span, string? error)
    {
        if (span is null)
            return;
        var current = Activity.Current;
        if (error is not null)
            Fail(span, "refused", error);
        span.Stop();
        Activity.Current = current;
    }

    /// <summary>What is handled now is not done, or is set aside.</summary>
    public static void Fail(Activity? span, string type, string error)
    {
        span?.SetTag("error.type", type);
        span?.SetStatus(ActivityStatusCode.Error, error);
    }

    /// <summary>The standard header; MassTransit's own where another rider has written the record.</summary>
    public static string? TraceParentOf(MessageHeaders headers) =>
        headers.Text(WireFormat.TraceParent) ?? headers.Text("MT-Activity-Id");

    /// <summary>What both kinds of span tell.</summary>
    public static void Describe(Activity span, string operation, string topic, Guid id, byte[]? key, string type)
    {
        if (!span.IsAllDataRequested)
            return;
        span.SetTag("messaging.system", "kafka");
        span.SetTag("messaging.operation.name", operation);
        span.SetTag("messaging.operation.type", operation);
        span.SetTag("messaging.destination.name", topic);
        span.SetTag("messaging.message.id", id.ToString());
        span.SetTag("messaging.kafka.message.key", key is null ? null : Encoding.UTF8.GetString(key));
        span.SetTag("cloudevents.event_type", type);
    }
}
