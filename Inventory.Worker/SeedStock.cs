using Messaging;

namespace Inventory.Worker;

/// <summary>Something to order, for trying things out: put into an empty stock once, before Kafka is read.</summary>
internal sealed class SeedStock(GroupCommit<InventoryDbContext> groupCommit) : IHostedService
{
    private static readonly (string Sku, long OnHand)[] Articles =
        [("WIDGET", 1_000_000), ("GADGET", 1_000_000), ("GIZMO", 1_000_000), ("RARE", 5), ("OUT-OF-STOCK", 0)];

    public Task StartAsync(CancellationToken cancellationToken) =>
        groupCommit.Execute(new Seed(), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class Seed : UnitOfWork
    {
        protected override void Apply()
        {
            if (!IsEmpty(InventoryTables.StockItems))
                return;
            foreach (var (sku, onHand) in Articles)
                Insert(InventoryTables.StockItems, StockItem.New(sku, onHand, Now));
        }
    }
}
