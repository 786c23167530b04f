using System.Text.Json;
using Contracts;
using MassTransit;
using Messaging;

namespace Inventory.Worker;

/// <summary>
/// Gives back what an order has reserved, once. For an order that was never seen it is recorded that nothing may be
/// reserved.
/// </summary>
internal sealed class ReleaseStockConsumer(GroupCommit<InventoryDbContext> groupCommit) : IConsumer<ReleaseStock>
{
    public Task Consume(ConsumeContext<ReleaseStock> context) =>
        groupCommit.Execute(new ReleaseUnit(context.Message, context.GetCause()), context.CancellationToken);

    private sealed class ReleaseUnit(ReleaseStock command, Cause cause) : UnitOfWork
    {
        public override Cause Cause => cause;

        protected override void Want(WantedRows rows) => rows.Add(InventoryTables.Reservations, command.OrderId);

        protected override void Apply()
        {
            switch (Find(InventoryTables.Reservations, command.OrderId))
            {
                case null:
                    Insert(InventoryTables.Reservations, Released(new Reservation
                    {
                        OrderId = command.OrderId,
                        Status = ReservationStatuses.Released,
                        Lines = "[]",
                        Version = 1,
                        CreatedAt = Now,
                        UpdatedAt = Now,
                    }));
                    break;

                case { ReleaseOutcomeId: { } id } answered:
                    SendAgain(id, answered.ReleaseOutcomeType!, command.OrderId, answered.ReleaseOutcomeValue!);
                    break;

                case var reservation:
                    if (reservation.Status == ReservationStatuses.Reserved)
                        GiveBack(reservation.Lines);
                    Update(InventoryTables.Reservations, Released(
                        reservation with { Version = reservation.Version + 1, UpdatedAt = Now }));
                    break;
            }
        }

        private void GiveBack(string lines)
        {
            foreach (var line in JsonSerializer.Deserialize(lines, ContractJson.Default.IReadOnlyListStockLine)!)
            {
                var item = Find(InventoryTables.StockItems, line.Sku) ?? throw new InvalidOperationException(
                    $"Article '{line.Sku}' is reserved for order '{command.OrderId}' and is not in the stock table.");
                Update(InventoryTables.StockItems, item.Release(line.Quantity, Now));
            }
        }

        private Reservation Released(Reservation reservation)
        {
            var answer = Produce(new StockReleased(command.OrderId));
            return reservation with
            {
                Status = ReservationStatuses.Released,
                ReleaseOutcomeId = answer.Id,
                ReleaseOutcomeType = answer.TypeName,
                ReleaseOutcomeValue = answer.Value,
            };
        }
    }
}
