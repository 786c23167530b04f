using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Messaging;

/// <summary>A message as it stands on the wire.</summary>
/// <param name="ClrType">The class it is read into.</param>
/// <param name="Name">Its name on the wire, header <c>ce_type</c>.</param>
/// <param name="Topic">The topic that carries it.</param>
/// <param name="Source">Who writes it, header <c>ce_source</c>, for example <c>urn:service:orders-api</c>.</param>
/// <param name="Json">How it is written and read.</param>
/// <param name="CorrelationId">
/// What it belongs to; as lower-case text the record's key. Null for a message of somebody else's that is only read:
/// its records may have any key, and header <c>CorrelationId</c> tells.
/// </param>
public sealed record MessageType(
    Type ClrType, string Name, string Topic, string Source, JsonTypeInfo Json, Func<object, Guid>? CorrelationId)
{
    /// <summary>What its correlation id is called in logs. Default <c>CorrelationId</c>.</summary>
    public string CorrelationName { get; init; } = "CorrelationId";

    /// <summary>The message without what a history must not keep; null where it may keep all.</summary>
    public Func<object, object>? Redact { get; init; }

    /// <summary>
    /// What an operator does with the message; the history has it as <c>operator.…</c>. Null for messages of others.
    /// </summary>
    public Func<object, string>? Act { get; init; }

    /// <summary>
    /// True where somebody counts on it that the message is applied: it has a deadline row under its own id, which
    /// publishes it again until the unit that applies it deletes the row.
    /// </summary>
    public bool IsAwaited { get; init; }

    public string Name { get; init => (field, NameBytes) = (value, Encoding.UTF8.GetBytes(value)); } = Name;

    public string Source { get; init => (field, SourceBytes) = (value, Encoding.UTF8.GetBytes(value)); } = Source;

    /// <exception cref="InvalidOperationException">The type can only be read.</exception>
    public Guid CorrelationIdOf(object message) => CorrelationId is { } correlationId
        ? correlationId(message)
        : throw new InvalidOperationException(
            $"Nothing says what a '{Name}' belongs to: add it with AddProducer before it is produced.");

    internal byte[] NameBytes { get; private init; } = Encoding.UTF8.GetBytes(Name);

    internal byte[] SourceBytes { get; private init; } = Encoding.UTF8.GetBytes(Source);
}
