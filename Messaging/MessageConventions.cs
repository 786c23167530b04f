using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging;

/// <summary>What a message looks like on the wire where nobody has said more: what MassTransit makes of it.</summary>
internal static class MessageConventions
{
    // As the official rider writes: decimals as text, enums as numbers; without its line breaks.
    private static readonly JsonSerializerOptions Json =
        new(SystemTextJsonMessageSerializer.Options) { WriteIndented = false };

    /// <summary>A message that is read from a topic of its own, whoever writes it.</summary>
    public static MessageType Read(Type type, string topic) => new(
        type, MessageUrn.ForTypeString(type), topic, Source, JsonOf(type), CorrelationId: null);

    public static JsonTypeInfo JsonOf(Type type) => Json.GetTypeInfo(type);

    /// <summary>A message that is written and read.</summary>
    public static MessageType Of<T>(string topic, Func<T, Guid> correlationId)
        where T : class => Read(typeof(T), topic) with
        {
            CorrelationId = message => correlationId((T)message),
        };

    private static string Source => $"urn:service:{AppDomain.CurrentDomain.FriendlyName}";
}
