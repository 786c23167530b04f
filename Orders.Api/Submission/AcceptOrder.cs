using System.Text.Json;
using Contracts;
using Messaging;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// An order is accepted: its row, its first step, its message and the deadline that sends that again, or nothing.
/// </summary>
internal sealed class AcceptOrder(
    Guid id, OrderRequest request, TimeSpan askAgainAfter, string? caller = null, AnswerToKeep? answer = null)
    : UnitOfWork
{
    private readonly OrderLine[] lines =
        [.. request.Lines!.Select(line => new OrderLine(line!.Sku!, (int)line.Quantity!, line.UnitPriceMinor!.Value))];

    public override bool IsRequest => true;

    /// <summary>One conversation per order, so that what is published again belongs to it too.</summary>
    public override Cause Cause => new(id, null, null);

    /// <summary>What was answered to the same key before; null where the order is accepted now.</summary>
    public IdempotentAnswer? Earlier { get; private set; }

    private long TotalMinor => lines.Sum(line => line.Quantity * line.UnitPriceMinor);

    protected override void Want(WantedRows rows)
    {
        if (answer is not null)
            rows.Add(OrdersTables.IdempotentAnswers, answer.KeyHash);
    }

    protected override void Apply()
    {
        Earlier = answer is null ? null : EarlierAnswerTo(answer);
        if (Earlier is not null)
            return;
        var order = new Order
        {
            Id = id,
            SubmittedBy = caller,
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
            MessageId = Ids.New(Now),
            Version = order.Version,
            Type = "orders.accepted",
            Direction = Directions.Http,
            At = Now,
            Payload = JsonSerializer.SerializeToUtf8Bytes(created, ContractJson.Default.OrderCreated),
        });
    }

    /// <summary>The first request with a key takes it; of two at a time the database lets one through.</summary>
    private IdempotentAnswer? EarlierAnswerTo(AnswerToKeep mine)
    {
        var known = Find(OrdersTables.IdempotentAnswers, mine.KeyHash);
        if (known is not null && !mine.Expiry.IsOver(known, Now))
            return known;
        if (known is null)
            Insert(OrdersTables.IdempotentAnswers, mine.From(Now, id));
        else
            Update(OrdersTables.IdempotentAnswers, mine.From(Now, id));
        return null;
    }
}
