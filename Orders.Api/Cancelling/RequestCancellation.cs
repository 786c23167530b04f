using System.Text.Json;
using Contracts;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// Somebody wants an order cancelled. The wish is a row before it is a message; whether it came in time the saga
/// decides.
/// </summary>
internal sealed class RequestCancellation(
    Guid id, string? reason, TimeSpan askAgainAfter, string? shop = null, IReadOnlyCollection<long>? versions = null)
    : UnitOfWork
{
    public override bool IsRequest => true;

    public override Cause Cause => new(id, null, null);

    /// <summary>The order as it is now; null where there is none, or it is another shop's.</summary>
    public Order? Order { get; private set; }

    /// <summary>The order is not as who asks believes; nothing was done.</summary>
    public bool IsOtherVersion { get; private set; }

    protected override void Want(WantedRows rows) => rows.Add(OrdersTables.Orders, id);

    protected override void Apply()
    {
        Order = Find(OrdersTables.Orders, id);
        if (shop is not null && Order?.SubmittedBy != shop)
            Order = null;
        IsOtherVersion = Order is not null && versions?.Contains(Order.Version) == false;
        if (IsOtherVersion)
            return;
        if (Order is not { Cancellation: null, Status: OrderStatuses.Processing or OrderStatuses.Cancelling } order)
            return;

        Order = order with
        {
            Cancellation = Cancellations.Requested,
            // For a saga that begins only now; one that lives has its own words.
            Detail = order.Detail ?? reason,
            UpdatedAt = Now,
            Version = order.Version + 1,
        };
        Update(OrdersTables.Orders, Order);
        var requested = new OrderCancellationRequested(id, order.CustomerId, reason);
        this.ProduceUntilApplied(requested, id, "cancellation", askAgainAfter);
        Insert(SagaHistoryTable.Table, new SagaHistoryRow
        {
            SagaId = id,
            MessageId = Ids.New(Now),
            Version = Order.Version,
            Type = "orders.cancellation_requested",
            Direction = Directions.Http,
            At = Now,
            StateBefore = order.State,
            StateAfter = order.State,
            Payload = JsonSerializer.SerializeToUtf8Bytes(requested, ContractJson.Default.OrderCancellationRequested),
        });
    }
}
