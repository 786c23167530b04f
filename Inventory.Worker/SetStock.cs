using Messaging;

namespace Inventory.Worker;

/// <summary>Somebody counted an article. What is reserved stays reserved, so there cannot be less than that.</summary>
internal sealed class SetStock(string sku, long onHand) : UnitOfWork
{
    public override bool IsRequest => true;

    /// <summary>What became of it.</summary>
    public StockChange Change { get; private set; }

    /// <summary>The article as it is now, changed or not.</summary>
    public StockItem? Item { get; private set; }

    protected override void Want(WantedRows rows) => rows.Add(InventoryTables.StockItems, sku);

    protected override void Apply()
    {
        var item = Find(InventoryTables.StockItems, sku);
        if (item is null)
        {
            Change = StockChange.Added;
            Item = StockItem.New(sku, onHand, Now);
            Insert(InventoryTables.StockItems, Item);
        }
        else if (onHand < item.Reserved)
        {
            Change = StockChange.Refused;
            Item = item;
        }
        else
        {
            Change = StockChange.Changed;
            Item = item with { OnHand = onHand, Version = item.Version + 1, UpdatedAt = Now };
            Update(InventoryTables.StockItems, Item);
        }
    }
}

/// <summary>What can become of <see cref="SetStock"/>.</summary>
internal enum StockChange
{
    /// <summary>The article is new.</summary>
    Added,

    /// <summary>The article was there.</summary>
    Changed,

    /// <summary>More is reserved.</summary>
    Refused,
}
