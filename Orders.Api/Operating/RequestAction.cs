using Contracts;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// An operator acts on an order: the act is a row before it is a message, and counts once, however often it comes.
/// Whether it still applies when the saga has it, the saga decides.
/// </summary>
/// <param name="order">The order as it was when the act was found possible.</param>
/// <param name="message">What tells the saga.</param>
/// <param name="action">The act as it is written down.</param>
/// <param name="askAgainAfter">When the message is published for the second time.</param>
internal sealed class RequestAction(
    Order order, OperatorActionRequested message, OperatorActionRow action, TimeSpan askAgainAfter) : UnitOfWork
{
    public override bool IsRequest => true;

    public override Cause Cause => new(order.Id, null, null);

    /// <summary>What was done under the same id before; null where it is done now.</summary>
    public OperatorActionRow? Earlier { get; private set; }

    /// <summary>The order has changed since it was looked at; nothing was done.</summary>
    public bool IsOutdated { get; private set; }

    protected override void Want(WantedRows rows)
    {
        rows.Add(OrdersTables.Orders, order.Id);
        rows.Add(OperatorActionTable.Table, action.Id);
    }

    protected override void Apply()
    {
        Earlier = Find(OperatorActionTable.Table, action.Id);
        IsOutdated = Earlier is null && Find(OrdersTables.Orders, order.Id)?.Version != order.Version;
        if (Earlier is not null || IsOutdated)
            return;
        var produced = this.ProduceUntilApplied(message, order.Id, "operator", askAgainAfter);
        Insert(OperatorActionTable.Table, action with { At = Now, MessageId = produced.Id });
    }
}

/// <summary>What an operator wanted and was refused is written down too.</summary>
internal sealed class KeepRefusal(OperatorActionRow action) : UnitOfWork
{
    public override bool IsRequest => true;

    protected override void Apply() => Insert(OperatorActionTable.Table, action with { At = Now });
}
