using System.Text.Json;
using Contracts;
using MassTransit;
using Messaging;

namespace Inventory.Worker;

/// <summary>Reserves all lines of an order or none, once, however often it is asked for.</summary>
internal sealed class ReserveStockConsumer(GroupCommit<InventoryDbContext> groupCommit) : IConsumer<ReserveStock>
{
    public Task Consume(ConsumeContext<ReserveStock> context) =>
        groupCommit.Execute(new Reserve(context.Message, context.GetCause()), context.CancellationToken);

    private sealed class Reserve(ReserveStock command, Cause cause) : UnitOfWork
    {
        /// <summary>Several lines of one article are one demand.</summary>
        private readonly StockLine[] lines =
        [
            .. command.Lines
                .GroupBy(line => line.Sku)
                .Select(same => new StockLine(same.Key, checked(same.Sum(line => line.Quantity))))
        ];

        public override Cause Cause => cause;

        protected override void Want(WantedRows rows)
        {
            rows.Add(InventoryTables.Reservations, command.OrderId);
            foreach (var line in lines)
                rows.Add(InventoryTables.StockItems, line.Sku);
        }

        protected override void Apply()
        {
            switch (Find(InventoryTables.Reservations, command.OrderId))
            {
                case null:
                    Insert(InventoryTables.Reservations, Decide());
                    break;

                case { ReserveOutcomeId: { } id } answered:
                    SendAgain(id, answered.ReserveOutcomeType!, command.OrderId, answered.ReserveOutcomeValue!);
                    break;

                case var released:
                    // The release came first, so nothing may be held any more.
                    Update(InventoryTables.Reservations, Answered(
                        released with { Version = released.Version + 1, UpdatedAt = Now },
                        Produce(new StockRejected(command.OrderId, []))));
                    break;
            }
        }

        private Reservation Decide()
        {
            var shortages = lines
                .Select(line => new Shortage(line.Sku, line.Quantity, AvailableOf(line.Sku)))
                .Where(shortage => shortage.Requested > shortage.Available)
                .ToList();
            if (shortages.Count > 0)
                return Answered(
                    New(ReservationStatuses.Rejected), Produce(new StockRejected(command.OrderId, shortages)));

            foreach (var line in lines)
            {
                var item = Find(InventoryTables.StockItems, line.Sku)!;
                Update(InventoryTables.StockItems, item.Reserve(line.Quantity, Now));
            }

            return Answered(New(ReservationStatuses.Reserved), Produce(new StockReserved(command.OrderId)));
        }

        /// <summary>An article that is not known is short like any other.</summary>
        private long AvailableOf(string sku) => Find(InventoryTables.StockItems, sku)?.Available ?? 0;

        private Reservation New(string status) => new()
        {
            OrderId = command.OrderId,
            Status = status,
            Lines = JsonSerializer.Serialize(lines, ContractJson.Default.IReadOnlyListStockLine),
            Version = 1,
            CreatedAt = Now,
            UpdatedAt = Now,
        };

        private static Reservation Answered(Reservation reservation, OutgoingMessage answer) => reservation with
        {
            ReserveOutcomeId = answer.Id,
            ReserveOutcomeType = answer.TypeName,
            ReserveOutcomeValue = answer.Value,
        };
    }
}
