using Messaging;

namespace MassTransit;

/// <summary>Producing from a state machine, as the official Kafka rider spells it.</summary>
public static class ProduceExtensions
{
    /// <summary>Produces a message in the saga's unit of work.</summary>
    public static EventActivityBinder<TSaga, TData> Produce<TSaga, TData, TMessage>(
        this EventActivityBinder<TSaga, TData> source, Func<BehaviorContext<TSaga, TData>, TMessage> message)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TMessage : class
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Add(new ProduceActivity<TSaga, TData, TMessage>(message));
    }
}
