using System.Diagnostics;
using MassTransit;
using MassTransit.Saga;

namespace Messaging;

/// <summary>
/// One message applied to one saga: its behaviour, its history and whatever else belongs to the step.
/// </summary>
internal sealed class SagaUnit<TSaga, TMessage>(
    ConsumeContext<TMessage> context, IPipe<SagaRepositoryContext<TSaga, TMessage>> behaviour,
    SagaDatabase<TSaga> database, IReceivedMessage received) : UnitOfWork
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
    where TMessage : class
{
    private readonly Guid sagaId = context.CorrelationId ?? throw new InvalidOperationException(
        $"{typeof(TMessage)} has no correlation id: correlate its event by id, and write the id into the message.");

    public override Cause Cause => received.Cause;

    /// <summary>A behaviour does nothing but compute, so this is generous. Shorter in tests only.</summary>
    internal static TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(5);

    private SagaMessage Step => new(sagaId, received.MessageId);

    protected override void Want(WantedRows rows)
    {
        rows.Add(SagaHistoryTable.Table, Step);
        rows.Member(database.Open).Want(sagaId);
        if (received.Deadline is { } token)
            rows.Add(DeadlineTable.Table, token);
        else if (received.IsAwaited)
            rows.Add(DeadlineTable.Table, received.MessageId);
        database.Projection?.Want(rows, sagaId);
    }

    protected override void Apply()
    {
        // A deadline that is gone was met in the meantime.
        if (received.Deadline is { } token && !TryDelete(token))
            return;
        if (Find(SagaHistoryTable.Table, Step) is not null)
        {
            AfterCommit(() => MessageMeter.Duplicates.Add(1));
            EndWait();
            return;
        }

        var sagas = Member(database.Open);
        var stateBefore = sagas.Find(sagaId) is { } before ? database.StateOf(before) : null;
        var produced = ProducedCount;
        Run(new GroupSagaContext<TSaga, TMessage>(context, sagas));

        // Without a saga there is no history: the message that begins one decides with what it finds then.
        if (sagas.Find(sagaId) is not { } saga)
            return;
        saga.Version++;
        EndWait();
        Record(saga, stateBefore, produced);
    }

    /// <summary>Nobody has to publish this message again.</summary>
    private void EndWait()
    {
        if (received.IsAwaited)
            TryDelete(received.MessageId);
    }

    private void Run(SagaRepositoryContext<TSaga, TMessage> repository)
    {
        context.ReceiveContext.AddOrUpdatePayload(
            () => new CurrentUnit(this, sagaId), _ => new CurrentUnit(this, sagaId));
        var running = behaviour.Send(repository);
        if (!running.IsCompleted && !((IAsyncResult)running).AsyncWaitHandle.WaitOne(TimeLimit))
            throw new UnitOverrunException(TimeLimit);
        running.GetAwaiter().GetResult();
    }

    private void Record(TSaga saga, string? stateBefore, int produced)
    {
        var stateAfter = database.StateOf(saga);
        Activity.Current?.SetTag("saga.state.before", stateBefore).SetTag("saga.state.after", stateAfter);
        var version = database.Projection?.Applied(this, saga, received.TypeName) ?? saga.Version;
        Insert(SagaHistoryTable.Table, new SagaHistoryRow
        {
            SagaId = sagaId,
            MessageId = received.MessageId,
            Version = version,
            Type = received.TypeName,
            Direction = received.Direction,
            At = Now,
            StateBefore = stateBefore,
            StateAfter = stateAfter,
            Payload = received.Value,
        });
        foreach (var message in ProducedSince(produced))
        {
            Insert(SagaHistoryTable.Table, new SagaHistoryRow
            {
                SagaId = sagaId,
                MessageId = message.Id,
                Type = message.TypeName,
                Direction = Directions.Out,
                At = Now,
                Payload = message.Redacted ?? message.Value,
            });
        }
    }

    private bool TryDelete(Guid token)
    {
        if (Find(DeadlineTable.Table, token) is null)
            return false;
        Delete(DeadlineTable.Table, token);
        return true;
    }
}
