using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Messaging;

/// <summary>
/// What a record looks like: the bare message as JSON, its metadata in headers. They are CloudEvents' (binary mode) and
/// the ids that MassTransit's own Kafka rider reads. The list is closed: every header costs on every record.
/// </summary>
public static class WireFormat
{
    public const string ContentType = "content-type";
    public const string SpecVersion = "ce_specversion";
    public const string CloudEventId = "ce_id";
    public const string Source = "ce_source";
    public const string TypeName = "ce_type";
    public const string Time = "ce_time";
    public const string MessageId = "MessageId";
    public const string CorrelationId = "CorrelationId";
    public const string ConversationId = "ConversationId";
    public const string InitiatorId = "InitiatorId";
    public const string TraceParent = "traceparent";

    /// <summary>Of version 00, the only one there is.</summary>
    public const int TraceParentLength = 55;

    private static readonly byte[] Json = "application/json"u8.ToArray();
    private static readonly byte[] Version = "1.0"u8.ToArray();

    /// <summary>The record of a new message.</summary>
    /// <exception cref="InvalidOperationException">The type can only be read.</exception>
    public static OutgoingMessage Write(MessageType type, object message, Cause cause, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(type);
        var value = JsonSerializer.SerializeToUtf8Bytes(message, type.Json);
        return Write(type, Ids.New(now), type.CorrelationIdOf(message), value, cause, now) with
        {
            Redacted = type.Redact is { } redact
                ? JsonSerializer.SerializeToUtf8Bytes(redact(message), type.Json)
                : null,
        };
    }

    /// <summary>The record of a message that has its id and its bytes already, because it is sent again.</summary>
    public static OutgoingMessage Write(
        MessageType type, Guid id, Guid correlationId, byte[] value, Cause cause, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(type);
        var idText = Text(id);
        var key = Text(correlationId);
        var headers = new MessageHeaders();
        headers.Add(ContentType, Json);
        headers.Add(SpecVersion, Version);
        headers.Add(CloudEventId, idText);
        headers.Add(Source, type.SourceBytes);
        headers.Add(TypeName, type.NameBytes);
        headers.Add(Time, Text(now));
        headers.Add(MessageId, idText);
        headers.Add(CorrelationId, key);
        headers.Add(ConversationId, Text(cause.ConversationId ?? Ids.New(now)));
        if (cause.InitiatorId is { } initiator)
            headers.Add(InitiatorId, initiator == correlationId ? key : Text(initiator));
        var span = MessageSpans.Send(type, id, key, cause);
        headers.Add(TraceParent, span?.Id ?? NextTraceParent(cause.TraceParent));
        return new OutgoingMessage(id, type.Name, type.Topic, key, headers, value) { Span = span };
    }

    /// <summary>A record without <see cref="MessageId"/> is known by its CloudEvents id.</summary>
    public static Guid? IdOf(MessageHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return headers.Id(MessageId) ?? headers.Id(CloudEventId);
    }

    /// <summary>The lower-case text of an id: what stands in keys and headers.</summary>
    public static byte[] Text(Guid id)
    {
        var text = new byte[36];
        id.TryFormat(text, out _);
        return text;
    }

    private static byte[] Text(DateTime time)
    {
        var text = new byte[24];
        time.TryFormat(text, out _, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return text;
    }

    /// <summary>The running activity; else a new step of the trace the cause belongs to; else a new trace.</summary>
    private static string NextTraceParent(string? cause)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } current })
            return current;
        var span = ActivitySpanId.CreateRandom().ToHexString();
        return ActivityContext.TryParse(cause, null, out var parent)
            ? $"00-{parent.TraceId.ToHexString()}-{span}-{(int)parent.TraceFlags:x2}"
            : $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{span}-00";
    }
}

/// <summary>A message ready for its topic.</summary>
/// <param name="Id">The id under which it is known for ever, however often it is sent.</param>
/// <param name="TypeName">Its name on the wire.</param>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">The record's key.</param>
/// <param name="Headers">The record's headers.</param>
/// <param name="Value">The record's value.</param>
public sealed record OutgoingMessage(
    Guid Id, string TypeName, string Topic, byte[]? Key, MessageHeaders Headers, byte[] Value)
{
    /// <summary>The value as a history may keep it; null where it is the value itself.</summary>
    public byte[]? Redacted { get; init; }

    /// <summary>
    /// What traces show of its way to the broker. It lives in memory only: of a message that is read back from its row
    /// it is lost.
    /// </summary>
    internal Activity? Span { get; init; }
}
