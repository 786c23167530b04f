using MassTransit;
using MassTransit.Saga;

namespace Messaging;

/// <summary>
/// Makes each message of a saga a unit of work. It returns after the commit, so whatever acknowledges may rely on it.
/// </summary>
internal sealed class SagaRepositoryContextFactory<TSaga>(SagaDatabase<TSaga> database)
    : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
{
    public void Probe(ProbeContext context) => context.CreateScope("groupCommit");

    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        if (!TryGetReceived(context.ReceiveContext, out var received))
            throw new InvalidOperationException(
                $"{typeof(T)} did not come from a topic or a deadline: this repository knows a message by its id "
                + "there.");
        return database.GroupCommit.Execute(
            new SagaUnit<TSaga, T>(context, next, database, received), context.CancellationToken);
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class => throw new NotSupportedException(
        $"{typeof(TSaga).Name} correlates {typeof(T).Name} by a query, which would not see what its group has not "
        + "saved yet: correlate by id.");

    private static bool TryGetReceived(ReceiveContext context, out IReceivedMessage received)
    {
        received = context as IReceivedMessage
            ?? (context.TryGetPayload(out IReceivedMessage? payload) ? payload : null)!;
        return received is not null;
    }
}

/// <summary>MassTransit wants to know what stands behind a repository.</summary>
internal sealed class SagaUnitContext;
