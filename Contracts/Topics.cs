namespace Contracts;

/// <summary>
/// The five topics. Commands and events of one participant share a topic, so that what concerns one order keeps its
/// sequence: a refund cannot overtake its payment.
/// </summary>
public static class Topics
{
    /// <summary>What became of orders, and what is wanted of them.</summary>
    public const string OrdersEvents = "orders.events";

    /// <summary>What Payments.Worker is to do with the money of orders.</summary>
    public const string PaymentsCommands = "payments.commands";

    /// <summary>What became of the money of orders.</summary>
    public const string PaymentsEvents = "payments.events";

    /// <summary>What Inventory.Worker is to do with the stock for orders.</summary>
    public const string InventoryCommands = "inventory.commands";

    /// <summary>What became of the stock for orders.</summary>
    public const string InventoryEvents = "inventory.events";

    public static IReadOnlyList<string> All { get; } =
        [OrdersEvents, PaymentsCommands, PaymentsEvents, InventoryCommands, InventoryEvents];
}

/// <summary>The consumer groups, named after the service that reads.</summary>
public static class Groups
{
    public const string OrdersSaga = "orders-saga";
    public const string PaymentsWorker = "payments-worker";
    public const string InventoryWorker = "inventory-worker";

    /// <summary>Which group reads which topic.</summary>
    public static IReadOnlyList<(string Group, string Topic)> Readers { get; } =
    [
        (OrdersSaga, Topics.OrdersEvents),
        (OrdersSaga, Topics.PaymentsEvents),
        (OrdersSaga, Topics.InventoryEvents),
        (PaymentsWorker, Topics.PaymentsCommands),
        (InventoryWorker, Topics.InventoryCommands),
    ];
}
