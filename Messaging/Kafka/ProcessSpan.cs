using System.Diagnostics;
using System.Globalization;

namespace Messaging;

/// <summary>The span in which a message is handled.</summary>
internal static class ProcessSpan
{
    /// <summary>Begins the span of a message that is handled; the current one until it is disposed of.</summary>
    public static Activity? Begin(KafkaRecord record, string group, MessageType type, Guid id)
    {
        if (!Telemetry.Source.HasListeners())
            return null;
        var sent = Telemetry.ParentOf(MessageSpans.TraceParentOf(record.Headers));
        var span = Telemetry.Source.StartActivity(
            $"process {record.Topic}", ActivityKind.Consumer, sent, links: sent == default ? null : [new(sent)]);
        if (span is null)
            return null;
        MessageSpans.Describe(span, "process", record.Topic, id, record.Key, type.Name);
        span.SetTag("messaging.message.conversation_id", record.Headers.Text(WireFormat.ConversationId));
        span.SetTag("messaging.consumer.group.name", group);
        span.SetTag("messaging.destination.partition.id", record.Partition.ToString(CultureInfo.InvariantCulture));
        span.SetTag("messaging.kafka.offset", record.Offset);
        return span;
    }
}
