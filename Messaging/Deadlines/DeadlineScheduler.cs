using System.Text.Json;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Scheduling;

namespace Messaging;

/// <summary>
/// <c>.Schedule</c> and <c>.Unschedule</c> of a state machine as rows in the saga's own unit of work.
/// </summary>
internal sealed class DeadlineScheduler(ConsumeContext context, DeadlineCatalogue deadlines)
    : IScheduleMessageProvider
{
    private CurrentUnit Current => context.TryGetPayload(out CurrentUnit? current)
        ? current
        : throw new InvalidOperationException("Deadlines are rows of a saga: schedule them in its state machine.");

    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe,
        CancellationToken cancellationToken)
        where T : class
    {
        var send = new MessageSendContext<T>(message, cancellationToken);
        if (pipe.IsNotEmpty())
            await pipe.Send(send).ConfigureAwait(false);

        // MassTransit adds the delay to the system's clock; others wait for it by the database's.
        var now = Current.Unit.Now;
        var answer = message as IAnswerDeadline;
        var dueAt = answer?.DueAt ?? now + (scheduledTime - TimeProvider.System.GetUtcNow().UtcDateTime);
        var token = send.ScheduledMessageId ?? Ids.New(now);
        var type = deadlines.Of(typeof(T));
        Current.Unit.Insert(DeadlineTable.Table, new DeadlineRow
        {
            Token = token,
            CorrelationId = Current.CorrelationId,
            Name = type.Name,
            DueAt = dueAt,
            ClaimedUntil = now,
            Attempt = answer?.Attempt ?? 1,
            Asked = answer is { Asked.Count: > 0 }
                ? string.Join(',', answer.Asked.Order(StringComparer.Ordinal))
                : null,
            AskedAt = answer is null ? null : now,
            AskedSince = answer?.AskedSince,
            TraceParent = Telemetry.TraceParentOf(Current.Unit.Cause),
            Value = JsonSerializer.SerializeToUtf8Bytes(message, type.Json),
        });
        return new ScheduledMessageHandle<T>(token, dueAt, destinationAddress, message);
    }

    /// <summary>
    /// A row that is gone has fired in the meantime, or is about to find out that its token is an old one.
    /// </summary>
    public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken)
    {
        if (Current.Unit.Find(DeadlineTable.Table, tokenId) is not null)
            Current.Unit.Delete(DeadlineTable.Table, tokenId);
        return Task.CompletedTask;
    }

    public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) =>
        CancelScheduledSend(tokenId, cancellationToken);
}

/// <summary>Offers the scheduler to everything on an endpoint.</summary>
internal sealed class DeadlineSchedulerSpecification(IBusTopology topology, DeadlineCatalogue deadlines)
    : IPipeSpecification<ConsumeContext>
{
    public IEnumerable<ValidationResult> Validate() => [];

    public void Apply(IPipeBuilder<ConsumeContext> builder) => builder.AddFilter(new Filter(
        context => new MessageScheduler(new DeadlineScheduler(context, deadlines), topology)));

    private sealed class Filter(MessageSchedulerFactory factory) : IFilter<ConsumeContext>
    {
        public void Probe(ProbeContext context) => context.CreateFilterScope("deadlines");

        public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            context.GetOrAddPayload<MessageSchedulerContext>(
                () => new ConsumeMessageSchedulerContext(context, factory));
            return next.Send(context);
        }
    }
}
