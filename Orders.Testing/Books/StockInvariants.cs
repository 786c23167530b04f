using System.Text.Json;
using Contracts;

namespace Orders.Testing;

/// <summary>The stock against its reservations, and these against the orders.</summary>
internal static class StockInvariants
{
    public static IEnumerable<Discrepancy> Items(Books books)
    {
        var open = books.Inventory.Reservations.Values.Where(reservation => reservation.IsOpen)
            .SelectMany(LinesOf)
            .GroupBy(line => line.Sku)
            .ToDictionary(group => group.Key, group => group.Sum(line => (long)line.Quantity));
        foreach (var item in books.Inventory.Stock)
        {
            open.Remove(item.Sku, out var forOrders);
            if (item.Reserved != forOrders)
                yield return new(item.Sku, $"{item.Reserved} reserved, {forOrders} for orders");
            else if (item.Reserved > item.OnHand)
                yield return new(item.Sku, $"{item.Reserved} reserved of {item.OnHand}");
        }

        foreach (var sku in open.Keys)
            yield return new(sku, "reserved, but there is no such item");
    }

    public static IEnumerable<Discrepancy> Reservations(Books books)
    {
        foreach (var order in books.Ended)
        {
            var isOpen = books.Inventory.Reservations.GetValueOrDefault(order.Id) is { IsOpen: true };
            var mustHave = order.State == "Confirmed";
            var mayHave = mustHave || order is { State: "NeedsAttention", Saga.StockIsUndone: false };
            if (mustHave && !isOpen)
                yield return new(order.Id, "confirmed, nothing reserved");
            else if (!mayHave && isOpen)
                yield return new(order.Id, $"{order.State}, still reserved");
        }

        foreach (var reservation in books.Inventory.Reservations.Values)
        {
            if (reservation.IsOpen && !books.AcceptedMeanwhile.Contains(reservation.OrderId))
                yield return new(reservation.OrderId, "reserved, and there is no such order");
        }
    }

    private static IReadOnlyList<StockLine> LinesOf(BookedReservation reservation) =>
        JsonSerializer.Deserialize(reservation.Lines, ContractJson.Default.IReadOnlyListStockLine)!;
}
