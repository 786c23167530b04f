namespace Messaging;

/// <summary>A message was not applied in time: publishes it again under the id it has, and waits longer.</summary>
internal sealed class PublishAgain(DeadlineRow due, MessageType type, TimeSpan firstWait) : UnitOfWork
{
    protected override void Want(WantedRows rows) => rows.Add(DeadlineTable.Table, due.Token);

    protected override void Apply()
    {
        if (Find(DeadlineTable.Table, due.Token) is not { } row)
            return;
        var cause = new Cause(row.CorrelationId, null, row.TraceParent);
        Send(WireFormat.Write(type, row.Token, row.CorrelationId, row.Value, cause, Now));
        Update(DeadlineTable.Table, row with
        {
            DueAt = Now + AwaitedMessages.NextWait(firstWait, row.Attempt),
            ClaimedUntil = Now,
            Attempt = row.Attempt + 1,
        });
    }
}
