namespace Messaging;

/// <summary>
/// An operator has dead letters sent to their topics again, with the id, key, headers and bytes that they came with, or
/// decides that they are not needed. The act is written down with it.
/// </summary>
/// <param name="ids">Which.</param>
/// <param name="isReplay">Sent again; else discarded.</param>
/// <param name="action">The act, with the answer still to come.</param>
/// <param name="answer">Makes it of what was done.</param>
public sealed class SettleDeadLetters(
    IReadOnlyList<Guid> ids, bool isReplay, OperatorActionRow action,
    Func<SettleDeadLetters, byte[]> answer) : UnitOfWork
{
    private readonly List<Guid> done = [];

    /// <inheritdoc/>
    public override bool IsRequest => true;

    /// <summary>What was done under the same id before; null where it is done now.</summary>
    public OperatorActionRow? Earlier { get; private set; }

    /// <summary>Those that were dealt with; what has been discarded meanwhile is not.</summary>
    public IReadOnlyList<Guid> Done => done;

    /// <summary>The act as it is written.</summary>
    public OperatorActionRow Action { get; private set; } = action;

    /// <inheritdoc/>
    protected override void Want(WantedRows rows)
    {
        rows.Add(OperatorActionTable.Table, Action.Id);
        foreach (var id in ids)
            rows.Add(DeadLetterTable.Table, id);
    }

    /// <inheritdoc/>
    protected override void Apply()
    {
        done.Clear();
        Earlier = Find(OperatorActionTable.Table, Action.Id);
        if (Earlier is not null)
            return;
        foreach (var id in ids)
        {
            if (Find(DeadLetterTable.Table, id) is not { DiscardedAt: null } row)
                continue;
            Update(DeadLetterTable.Table, isReplay ? Replayed(row) : Discarded(row));
            done.Add(id);
        }

        Action = Action with { At = Now, Answer = answer(this) };
        Insert(OperatorActionTable.Table, Action);
    }

    private DeadLetterRow Replayed(DeadLetterRow row)
    {
        Send(new OutgoingMessage(
            row.MessageId ?? row.Id, row.MessageType ?? "", row.Topic, row.RecordKey,
            MessageHeaders.Decode(row.Headers), row.Value));
        return row with
        {
            ReplayCount = row.ReplayCount + 1,
            ReplayedAt = Now,
            ReplayedBy = Action.Actor,
            Version = row.Version + 1,
        };
    }

    private DeadLetterRow Discarded(DeadLetterRow row) => row with
    {
        DiscardedAt = Now,
        DiscardedBy = Action.Actor,
        DiscardReason = Action.Reason,
        Version = row.Version + 1,
    };
}
