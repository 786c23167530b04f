using MassTransit;

namespace Messaging;

/// <summary>The step of a behaviour that produces a message.</summary>
internal sealed class ProduceActivity<TSaga, TData, TMessage>(Func<BehaviorContext<TSaga, TData>, TMessage> message)
    : IStateMachineActivity<TSaga, TData>
    where TSaga : class, SagaStateMachineInstance
    where TData : class
    where TMessage : class
{
    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public void Probe(ProbeContext context) => context.CreateScope("produce").Add("message", typeof(TMessage).Name);

    public async Task Execute(BehaviorContext<TSaga, TData> context, IBehavior<TSaga, TData> next)
    {
        var producer = context.GetServiceOrCreateInstance<ITopicProducer<TMessage>>();
        await producer.Produce(message(context), context.CancellationToken).ConfigureAwait(false);
        await next.Execute(context).ConfigureAwait(false);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<TSaga, TData, TException> context, IBehavior<TSaga, TData> next)
        where TException : Exception => next.Faulted(context);
}
