using System.Reflection;
using Inventory.Worker;
using Messaging;
using Orders.Data;
using Payments.Worker;

namespace Tests;

/// <summary>Every table that some assembly declares.</summary>
internal static class DeclaredTables
{
    public static IReadOnlyList<Table> All { get; } =
    [
        .. from assembly in new[]
           {
               typeof(SqlDialect).Assembly, typeof(OrdersDbContext).Assembly, typeof(PaymentsDbContext).Assembly,
               typeof(InventoryDbContext).Assembly,
           }
           from type in assembly.GetTypes()
           where !type.ContainsGenericParameters
           from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where property.PropertyType.IsAssignableTo(typeof(Table))
           select (Table)property.GetValue(null)!,
    ];
}
