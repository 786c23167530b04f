namespace Orders.Testing;

/// <summary>The histories of the orders: they alone say how each came to be what it is.</summary>
internal static class HistoryInvariants
{
    public static IEnumerable<Discrepancy> Steps(Books books)
    {
        foreach (var order in books.Orders.Values)
        {
            var history = books.HistoryOf(order.Id);
            if (history.Gap is { } gap)
                yield return new(order.Id, gap);
            else if (history.LastVersion != order.Version)
                yield return new(order.Id, $"version {order.Version}, history up to {history.LastVersion}");
            else if (history.LastState != order.State)
                yield return new(
                    order.Id, $"{order.State ?? "no saga"}, but its history ends in {history.LastState ?? "nothing"}");
            else if (order.Status != StatusIn(order.State))
                yield return new(order.Id, $"{order.State ?? "no saga"}, but its customer sees {order.Status}");
        }

        foreach (var id in books.Saga.Histories.Keys.Where(id => !books.Orders.ContainsKey(id)))
            yield return new(id, "a history, and there is no such order");
    }

    public static IEnumerable<Discrepancy> Repeated(Books books) =>
        from history in books.Saga.Histories
        where history.Value.Repeated is not null
        select new Discrepancy(history.Key, history.Value.Repeated!);

    public static IEnumerable<Discrepancy> Left(Books books) =>
        from history in books.Saga.Histories
        where history.Value.LeftAnEnd is not null
        select new Discrepancy(history.Key, history.Value.LeftAnEnd!);

    public static IEnumerable<Discrepancy> FinalEvents(Books books)
    {
        foreach (var order in books.Orders.Values)
        {
            var history = books.HistoryOf(order.Id);
            var expected = (order.State == "Confirmed" ? 1 : 0, order.State == "Cancelled" ? 1 : 0);
            if ((history.Confirmations, history.Cancellations) != expected)
                yield return new(order.Id, $"{order.State ?? "no saga"}, said {history.Confirmations} times that it is "
                    + $"confirmed and {history.Cancellations} times that it is cancelled");
        }
    }

    private static string StatusIn(string? state) => state switch
    {
        "Confirmed" => "confirmed",
        "Cancelled" => "cancelled",
        "Undoing" or "NeedsAttention" => "cancelling",
        _ => "processing",
    };
}
