using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Inventory.Worker;

/// <summary>Something to order, for trying things out: put into an empty stock once, before Kafka is read.</summary>
internal sealed class SeedStock(Database<InventoryDbContext> database, GroupCommit<InventoryDbContext> groupCommit)
    : IHostedService
{
    private static readonly (string Sku, long OnHand)[] Articles =
        [("WIDGET", 1_000_000), ("GADGET", 1_000_000), ("GIZMO", 1_000_000), ("RARE", 5), ("OUT-OF-STOCK", 0)];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        if (await context.Set<StockItem>().AnyAsync(cancellationToken))
            return;
        await groupCommit.Execute(new Seed(), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class Seed : UnitOfWork
    {
        protected override void Apply()
        {
            foreach (var (sku, onHand) in Articles)
            {
                if (Find(InventoryTables.StockItems, sku) is null)
                    Insert(InventoryTables.StockItems, StockItem.New(sku, onHand, Now));
            }
        }
    }
}
