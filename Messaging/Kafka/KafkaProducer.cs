using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>The one producer of this process: idempotent, pipelined, and replaced after a fatal error.</summary>
internal sealed partial class KafkaProducer(KafkaConnection connection, ILogger<KafkaProducer> logger)
    : IRecordSender, IDisposable
{
    private static readonly HashSet<ErrorCode> Permanent =
    [
        ErrorCode.MsgSizeTooLarge, ErrorCode.RecordListTooLarge, ErrorCode.InvalidRecord, ErrorCode.InvalidMsg,
        ErrorCode.TopicException, ErrorCode.PolicyViolation, ErrorCode.Local_InvalidArg,
    ];

    private readonly object gate = new();
    private AwakeClient<IProducer<byte[]?, byte[]>>? producer;
    private volatile bool isBroken;
    private volatile int current;
    private IReadOnlyDictionary<string, Guid> topicIds = new Dictionary<string, Guid>();

    public int Generation => current;

    public bool IsBroken(int generation) => isBroken || generation != current || HasReplacedTopic();

    public bool TrySend(int generation, OutgoingMessage message, Action<FlightState, string?> report)
    {
        if (Client(generation) is not { } client)
            return false;
        if (!connection.HasTopic(message.Topic))
        {
            // What the dead have left may be for a topic that nothing else here knows: it is looked for from now on.
            connection.AddTopic(message.Topic);
            return false;
        }

        if (connection.SendAhead is { } ahead
            && !ahead.TrySend(message.Topic, message.Key?.Length, message.Value.Length))
            return false;
        try
        {
            client.Produce(
                connection.Physical(message.Topic),
                new Message<byte[]?, byte[]>
                {
                    Key = message.Key,
                    Value = message.Value,
                    Headers = KafkaRecord.HeadersOf(message),
                },
                delivery => Report(message, delivery.Error, report));
            return true;
        }
        catch (ProduceException<byte[]?, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            Revoke(message);
            return false;
        }
        catch (ProduceException<byte[]?, byte[]> exception)
        {
            Report(message, exception.Error, report);
            return true;
        }
        catch (ObjectDisposedException)
        {
            // Another's failure has just ended this generation.
            Revoke(message);
            return false;
        }
    }

    public int Renew(int generation)
    {
        lock (gate)
        {
            if (generation != current)
                return current;
            Dispose();
            producer = null;
            connection.SendAhead?.ForgetUnreported();
            isBroken = false;
            topicIds = connection.TopicIds;
            return ++current;
        }
    }

    public void Dispose() => producer?.Dispose();

    private IProducer<byte[]?, byte[]>? Client(int generation)
    {
        lock (gate)
        {
            if (generation != current)
                return null;
            producer ??= new AwakeClient<IProducer<byte[]?, byte[]>>(Build(), connection);
            return producer.Client;
        }
    }

    private IProducer<byte[]?, byte[]> Build() =>
        new ProducerBuilder<byte[]?, byte[]>(connection.Options.Producer(connection.BootstrapServers))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => LogClient(message.Name, message.Message))
            .Build();

    /// <summary>What the client has under way for a topic that is another one by now may never be reported.</summary>
    private bool HasReplacedTopic()
    {
        var now = connection.TopicIds;
        if (ReferenceEquals(now, topicIds))
            return false;
        if (topicIds.Any(pair => now.TryGetValue(pair.Key, out var id) && id != pair.Value))
            return true;
        topicIds = now;
        return false;
    }

    private void Report(OutgoingMessage message, Error error, Action<FlightState, string?> report)
    {
        connection.SendAhead?.Report(message.Topic, message.Key?.Length, message.Value.Length, !error.IsError);
        report(Judge(error), error.Reason);
    }

    /// <summary>Nobody will read it from the broker.</summary>
    private void Revoke(OutgoingMessage message) =>
        connection.SendAhead?.Report(message.Topic, message.Key?.Length, message.Value.Length, hasArrived: false);

    private FlightState Judge(Error error)
    {
        if (!error.IsError)
        {
            connection.ProducerTrouble = null;
            return FlightState.Arrived;
        }

        return Permanent.Contains(error.Code) ? FlightState.Refused : FlightState.Lost;
    }

    private void OnError(Error error)
    {
        connection.ProducerTrouble = error.ReasonAfter(connection.ProducerTrouble);
        if (!error.IsFatal)
            return;
        isBroken = true;
        LogFatal(error.Reason);
    }

    [LoggerMessage(1, LogLevel.Error, "The producer cannot go on ({Reason}); beginning with a new one")]
    private partial void LogFatal(string reason);

    [LoggerMessage(2, LogLevel.Debug, "{Client}: {Text}")]
    private partial void LogClient(string client, string text);
}
