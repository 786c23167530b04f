using System.Text.Json;
using Contracts;

namespace Orders.Testing;

/// <summary>The stock against its reservations, and these against the orders.</summary>
internal static class StockInvariants
{
    public static IEnumerable<Discrepancy> Items(Books books)
    {
        var open = books.Inventory.Reservations.Values.Where(reservation => reservation.IsOpen)
            .SelectMany(reservation => LinesOf(reservation.Lines))
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
            if (!books.Orders.TryGetValue(reservation.OrderId, out var order))
            {
                if (reservation.IsOpen && !books.AcceptedMeanwhile.Contains(reservation.OrderId))
                    yield return new(reservation.OrderId, "reserved, and there is no such order");
                continue;
            }

            // One that was given back before it was made holds nothing, and never did.
            var articles = ArticlesIn(reservation.Lines);
            if (articles != order.Articles && (reservation.IsOpen || articles != 0))
                yield return new(order.Id, $"{reservation.Status} {reservation.Lines} is not what was ordered");
        }
    }

    /// <summary>
    /// A number that is the same for as many pieces of the same articles, in whatever lines; 0 for none. Hashes differ
    /// from process to process: what one takes for the same by chance the next does not.
    /// </summary>
    public static long ArticlesIn(string lines)
    {
        var sum = 0L;
        foreach (var line in LinesOf(lines))
            sum += line.Quantity * (long)line.Sku.GetHashCode(StringComparison.Ordinal);
        return sum;
    }

    /// <summary>What else a line of an order says is passed over.</summary>
    private static IReadOnlyList<StockLine> LinesOf(string lines) =>
        JsonSerializer.Deserialize(lines, ContractJson.Default.IReadOnlyListStockLine)!;
}
