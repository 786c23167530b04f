using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging;

/// <summary>Answers with the message that was read, and to nothing but its own type.</summary>
internal sealed class ReadMessageContext(Type type, object message, MessageContext context)
    : BaseSerializerContext(SystemTextJsonMessageSerializer.Instance, context, Urns.GetOrAdd(type, UrnOf))
{
    private static readonly ConcurrentDictionary<Type, string[]> Urns = new();

    public override bool IsSupportedMessageType<T>() => typeof(T) == type;

    public override bool IsSupportedMessageType(Type messageType) => messageType == type;

    public override bool TryGetMessage<T>([NotNullWhen(true)] out T? read)
        where T : class
    {
        read = message as T;
        return read is not null && typeof(T) == type;
    }

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? read)
    {
        read = messageType == type ? message : null;
        return read is not null;
    }

    public override IMessageSerializer GetMessageSerializer() => throw NotForwarded();

    public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T read) =>
        throw NotForwarded();

    public override IMessageSerializer GetMessageSerializer(object read, string[] messageTypes) => throw NotForwarded();

    public override Dictionary<string, object> ToDictionary<T>(T? read)
        where T : class => throw NotForwarded();

    private static string[] UrnOf(Type clrType) => [MessageUrn.ForTypeString(clrType)];

    private static NotSupportedException NotForwarded() => new(
        "A record is not forwarded to another transport as it stands: produce a message instead.");
}
