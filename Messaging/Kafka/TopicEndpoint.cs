using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MassTransit.Transports;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>What becomes of a message whose type the endpoint does not take.</summary>
public enum UnknownTypes
{
    /// <summary>Events are for whoever is interested: what is not ours is passed over and counted.</summary>
    Skip,

    /// <summary>A command was meant for us: what we do not know is a dead letter.</summary>
    DeadLetter,
}

/// <summary>One topic read by one group: decides what each record is, and hands it to its pipeline.</summary>
internal sealed partial class TopicEndpoint(
    string topic, string group, IReadOnlyDictionary<string, MessageType> types, UnknownTypes unknown,
    ReceiveEndpointContext context, DeadLetters deadLetters, ILogger<TopicEndpoint> logger)
{
    private readonly IReceivePipeDispatcher dispatcher = context.CreateReceivePipeDispatcher();
    private readonly object[] payloads = [deadLetters];
    private readonly Uri inputAddress = new(context.InputAddress, $"/kafka/{topic}");

    public string Topic => topic;

    public string Group => group;

    /// <summary>
    /// Returns once the record is done: handled, passed over, or a dead letter. Throws where it is not: it has to be
    /// handed in again.
    /// </summary>
    public async Task Handle(KafkaRecord record)
    {
        MessageMeter.Consumed(topic, group);
        if (record.Value is null)
        {
            MessageMeter.Skipped.Add(1, new("group", group), new("cause", "null-value"));
            return;
        }

        if (!TryIdentify(record, out var type, out var cause))
        {
            if (cause is not null)
                await deadLetters.Write(record, cause.Reason, cause.Message, cause.Exception, 0).ConfigureAwait(false);
            return;
        }

        if (!TryRead(record, type!, out var message, out var messageId, out var correlationId, out cause))
        {
            await deadLetters.Write(record, cause!.Reason, cause.Message, cause.Exception, 0).ConfigureAwait(false);
            return;
        }

        using var span = ProcessSpan.Begin(record, group, type!, messageId);
        using var scope = logger.BeginScope(new MessageScope(type!, messageId, record));
        using var received = new KafkaReceiveContext(
            context, inputAddress, record, type!, message!, messageId, correlationId, payloads);
        await Dispatch(received, span).ConfigureAwait(false);
    }

    private async Task Dispatch(KafkaReceiveContext received, Activity? span)
    {
        var began = MessageMeter.Begin();
        string? error = null;
        try
        {
            await dispatcher.Dispatch(received, NoLock.Instance).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception.GetType().FullName!;
            MessageSpans.Fail(span, error, exception.Message);
            throw;
        }
        finally
        {
            MessageMeter.Processed(topic, group, began, error);
        }
    }

    /// <summary>An endpoint of one type needs no type header: the official rider writes none.</summary>
    private bool TryIdentify(KafkaRecord record, out MessageType? type, out Refusal? refusal)
    {
        refusal = null;
        var name = record.Headers.Text(WireFormat.TypeName);
        if (name is null)
        {
            type = types.Count == 1 ? types.Values.Single() : null;
            if (type is null)
                refusal = new(DeadLetterReasons.Deserialization,
                    $"header '{WireFormat.TypeName}' is missing on a topic with {types.Count} types");
            return type is not null;
        }

        if (types.TryGetValue(name, out type))
            return true;
        if (unknown == UnknownTypes.DeadLetter)
            refusal = new(DeadLetterReasons.UnknownType, $"no type here is called '{name}'");
        else
            MessageMeter.Skipped.Add(1, new("group", group), new("cause", "other-type"));
        return false;
    }

    private static bool TryRead(
        KafkaRecord record, MessageType type, out object? message, out Guid messageId, out Guid? correlationId,
        out Refusal? refusal)
    {
        message = null;
        messageId = WireFormat.IdOf(record.Headers) ?? Guid.Empty;
        correlationId = null;
        try
        {
            message = JsonSerializer.Deserialize(record.Value, type.Json);
            correlationId = message is null ? null : type.CorrelationId?.Invoke(message);
        }
        catch (Exception exception)
        {
            // The type's own code may throw anything. Nothing but the record was looked at, so it is its fault.
            refusal = new(DeadLetterReasons.Deserialization, exception.Message, exception);
            return false;
        }

        refusal = message is null ? new(DeadLetterReasons.Deserialization, "the value is JSON's null")
            : messageId == Guid.Empty ? new(DeadLetterReasons.Validation, "the record has no message id")
            : correlationId is { } key && !IsKeyOf(key, record.Key) ? new(DeadLetterReasons.Validation,
                $"the key '{(record.Key is null ? "" : Encoding.UTF8.GetString(record.Key))}' is not the message's, "
                + $"'{key}'")
            : null;
        return refusal is null;
    }

    private static bool IsKeyOf(Guid correlationId, byte[]? key)
    {
        Span<byte> expected = stackalloc byte[36];
        correlationId.TryFormat(expected, out _);
        return expected.SequenceEqual(key);
    }

    private sealed record Refusal(string Reason, string Message, Exception? Exception = null);
}
