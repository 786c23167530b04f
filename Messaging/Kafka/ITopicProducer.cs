using MassTransit.Transports;

namespace MassTransit;

/// <summary>Produces messages of one type to their topic; the message decides the key.</summary>
/// <remarks>
/// Inside a unit of work the message becomes a row of the outbox, sent if and only if the unit is committed. Elsewhere
/// it goes to the broker at once, and the task completes with the broker's ack.
/// </remarks>
public interface ITopicProducer<in TMessage>
    where TMessage : class
{
    /// <summary>Produces a message.</summary>
    Task Produce(TMessage message, CancellationToken cancellationToken = default);
}

/// <summary>Kafka beside a bus: reads topics into MassTransit's consumers and sagas.</summary>
public interface IKafkaRider : IRiderControl
{
    /// <summary>The topics it reads, and how they do.</summary>
    IReadOnlyList<ITopicEndpointStatus> Endpoints { get; }
}

/// <summary>One topic read by one group.</summary>
public interface ITopicEndpointStatus
{
    /// <summary>Without the prefix of this installation.</summary>
    string Topic { get; }

    string Group { get; }

    /// <summary>Why nothing is read at present; null while all is well.</summary>
    string? Trouble { get; }

    /// <summary>
    /// A record, by partition and offset, that can neither be handled nor be made a dead letter at present, and why;
    /// null while there is none. Only its key waits, and is handed in again.
    /// </summary>
    string? Stuck { get; }

    /// <summary>True while it reads nothing more because too much is unfinished.</summary>
    bool IsPaused { get; }
}
