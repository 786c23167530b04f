using Messaging;

namespace MassTransit;

/// <summary>What a state machine can do beside changing its instance.</summary>
public static class SagaUnitOfWork
{
    /// <summary>The unit of work in which the message is being applied.</summary>
    public static UnitOfWork UnitOfWork(this PipeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.TryGetPayload(out CurrentUnit? current)
            ? current.Unit
            : throw new InvalidOperationException("There is no unit of work: this is not a message of a saga.");
    }
}
