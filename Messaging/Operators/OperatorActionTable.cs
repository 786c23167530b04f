namespace Messaging;

/// <summary>
/// What an operator did, or was refused. Rows are added and never changed; that an act stands here is also how a
/// repeated one is known.
/// </summary>
public sealed record OperatorActionRow
{
    /// <summary>Given by the database, growing.</summary>
    public long Seq { get; init; }

    /// <summary>
    /// A <see cref="DerivedId"/> of <see cref="ActionId"/>; one of its own where the act was refused.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>How the operator's client knows the act.</summary>
    public required string ActionId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The name of the operator's key.</summary>
    public required string Actor { get; init; }

    public required string Action { get; init; }

    /// <summary>What was acted on; null where that was no saga.</summary>
    public Guid? CorrelationId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Whether it was done; false where it was refused.</summary>
    public required bool IsDone { get; init; }

    /// <summary>Tells a repeated act from another one under the same id.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The message that tells the saga, if there is one.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>What was answered, as JSON: what was found before and what was to come of it.</summary>
    public required byte[] Answer { get; init; }
}

/// <summary>The table of operators' acts.</summary>
public static class OperatorActionTable
{
    public static Table<OperatorActionRow, Guid> Table { get; } =
        new Table<OperatorActionRow, Guid>("operator_actions", row => row.Id)
            .Sequence(row => row.Seq)
            .Key(row => row.Id)
            .Fixed(row => row.ActionId, maxLength: 64)
            .Fixed(row => row.At)
            .Fixed(row => row.Actor, maxLength: 64)
            .Fixed(row => row.Action, maxLength: 50)
            .Fixed(row => row.CorrelationId)
            .Fixed(row => row.Reason, maxLength: 200)
            .Fixed(row => row.IsDone)
            .Fixed(row => row.Fingerprint, maxLength: 64)
            .Fixed(row => row.MessageId)
            .Fixed(row => row.Answer)
            .Index("ix_operator_actions_correlation_id", unique: false, row => row.CorrelationId, row => row.Seq);
}
