using MassTransit;
using MassTransit.DependencyInjection;

namespace Messaging;

/// <inheritdoc/>
internal sealed class TopicProducer<TMessage>(
    IScopedConsumeContextProvider scope, MessageCatalogue catalogue, IRecordSender sender, TimeProvider time)
    : ITopicProducer<TMessage>
    where TMessage : class
{
    private static readonly TimeSpan GenerationCheck = TimeSpan.FromMilliseconds(250);

    public Task Produce(TMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var context = scope.HasContext ? scope.GetContext() : null;
        if (context is not null && context.TryGetPayload(out CurrentUnit? current))
        {
            current.Unit.Produce(message);
            return Task.CompletedTask;
        }

        var cause = context is not null && context.TryGetPayload(out IReceivedMessage? received)
            ? received.Cause
            : Cause.None;
        return Send(WireFormat.Write(
            catalogue.Of(typeof(TMessage)), message, cause, time.GetUtcNow().UtcDateTime), cancellationToken);
    }

    private async Task Send(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = MessageMeter.Begin();
        int generation;
        while (!sender.TrySend(generation = sender.Generation, message, (state, reason) =>
        {
            MessageSpans.EndSend(message.Span, state == FlightState.Arrived ? null : reason ?? "lost");
            MessageMeter.Sent(message.Topic, began, state == FlightState.Arrived ? null : "lost");
            if (state == FlightState.Arrived)
                arrived.TrySetResult();
            else
                arrived.TrySetException(new MessageNotSentException(message.Topic, reason));
        }))
        {
            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }

        // A producer that was replaced reports nothing any more.
        while (await Task.WhenAny(arrived.Task, Task.Delay(GenerationCheck, cancellationToken)).ConfigureAwait(false)
            != arrived.Task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (sender.IsBroken(generation))
                arrived.TrySetException(new MessageNotSentException(message.Topic, "the producer was replaced"));
        }

        await arrived.Task.ConfigureAwait(false);
    }
}

/// <summary>A message produced outside of any unit of work did not arrive; the caller decides what to do.</summary>
public sealed class MessageNotSentException(string topic, string? reason)
    : Exception($"The message for topic '{topic}' did not arrive: {reason}. Produce it in a unit of work and it will.");
