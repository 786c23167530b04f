using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace Messaging;

/// <summary>
/// What a saga's pipeline sees of its repository: it only touches the tracked instances, the group saves them.
/// </summary>
internal sealed class GroupSagaContext<TSaga, TMessage>(ConsumeContext<TMessage> context, SagaRows<TSaga> sagas)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISagaVersion
    where TMessage : class
{
    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(Of(this, instance));

    /// <summary>Null: go on with <see cref="Load"/>. What is added becomes a row when the group is saved.</summary>
    public Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance) =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(null!);

    public Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(
            sagas.Find(correlationId) is { } saga ? Of(this, saga) : null!);

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        sagas.Add(context.Saga);
        return Task.CompletedTask;
    }

    public Task Update(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        sagas.Remove(context.Saga);
        return Task.CompletedTask;
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class => Task.FromResult<SagaConsumeContext<TSaga, T>>(Of(consumeContext, instance));

    private static DefaultSagaConsumeContext<TSaga, T> Of<T>(ConsumeContext<T> context, TSaga instance)
        where T : class => new DefaultSagaConsumeContext<TSaga, T>(context, instance);
}
