using Messaging;

namespace Inventory.Worker;

/// <summary>An article in stock. What is reserved never exceeds what is there.</summary>
internal sealed record StockItem
{
    public required string Sku { get; init; }

    public required long OnHand { get; init; }

    /// <summary>The sum of all reservations that were not released.</summary>
    public long Reserved { get; init; }

    public long Available => OnHand - Reserved;

    public required long Version { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public static StockItem New(string sku, long onHand, DateTime now) =>
        new() { Sku = sku, OnHand = onHand, Version = 1, UpdatedAt = now };

    public StockItem Reserve(long quantity, DateTime now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, Available);
        return this with { Reserved = Reserved + quantity, Version = Version + 1, UpdatedAt = now };
    }

    public StockItem Release(long quantity, DateTime now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, Reserved);
        return this with { Reserved = Reserved - quantity, Version = Version + 1, UpdatedAt = now };
    }
}

/// <content>The table.</content>
internal static partial class InventoryTables
{
    public const int LongestSku = 64;

    public static Table<StockItem, string> StockItems { get; } =
        new Table<StockItem, string>("stock_items", item => item.Sku)
            .Key(item => item.Sku, maxLength: LongestSku)
            .Changing(item => item.OnHand)
            .Changing(item => item.Reserved)
            .Changing(item => item.UpdatedAt)
            .Version(item => item.Version);
}
