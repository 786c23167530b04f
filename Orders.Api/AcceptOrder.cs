using System.Text.Json;
using Contracts;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// An order is accepted: its row, its first step, its message and the deadline that sends that again, or nothing.
/// </summary>
internal sealed class AcceptOrder(Guid id, OrderRequest request, TimeSpan askAgainAfter) : UnitOfWork
{
    private readonly OrderLine[] lines =
        [.. request.Lines!.Select(line => new OrderLine(line!.Sku!, (int)line.Quantity!, line.UnitPriceMinor!.Value))];

    public override bool IsRequest => true;

    /// <summary>One conversation per order, so that what is published again belongs to it too.</summary>
    public override Cause Cause => new(id, null, null);

    private long TotalMinor => lines.Sum(line => line.Quantity * line.UnitPriceMinor);

    protected override void Apply()
    {
        var order = new Order
        {
            Id = id,
            CustomerId = request.CustomerId!,
            Status = OrderStatuses.Processing,
            TotalMinor = TotalMinor,
            Currency = request.Currency!,
            PaymentToken = request.PaymentToken!,
            Lines = JsonSerializer.Serialize(lines, ContractJson.Default.IReadOnlyListOrderLine),
            CreatedAt = Now,
            UpdatedAt = Now,
            Version = 1,
        };
        Insert(OrdersTables.Orders, order);

        var created = new OrderCreated(id, order.CustomerId, lines, order.TotalMinor, order.Currency);
        this.ProduceUntilApplied(created, id, "intake", askAgainAfter);
        Insert(SagaHistoryTable.Table, new SagaHistoryRow
        {
            SagaId = id,
            MessageId = Guid.CreateVersion7(Now),
            Version = order.Version,
            Type = "orders.accepted",
            Direction = Directions.Http,
            At = Now,
            Payload = JsonSerializer.SerializeToUtf8Bytes(created, ContractJson.Default.OrderCreated),
        });
    }
}
