namespace Contracts;

/// <summary>
/// The five topics. Commands and events of one participant share a topic, so that what concerns one order keeps its
/// sequence: a refund cannot overtake its payment.
/// </summary>
public static class Topics
{
    public const string OrdersEvents = "orders.events";
    public const string PaymentsCommands = "payments.commands";
    public const string PaymentsEvents = "payments.events";
    public const string InventoryCommands = "inventory.commands";
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
}
