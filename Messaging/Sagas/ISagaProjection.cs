namespace Messaging;

/// <summary>What else changes with a saga, in the same transaction.</summary>
public interface ISagaProjection<in TSaga>
{
    /// <summary>Names the rows it will need.</summary>
    void Want(WantedRows rows, Guid sagaId);

    /// <summary>
    /// Called after each message that was applied, ignored ones too. Answers the version of the step.
    /// </summary>
    long Applied(UnitOfWork unit, TSaga saga, string messageName);
}
