namespace Orders.Testing;

/// <summary>Every order ends, and leaves nothing behind.</summary>
internal static class EndingInvariants
{
    public static IEnumerable<Discrepancy> Endings(Books books, bool allHaveEnded)
    {
        var waits = books.Saga.Deadlines.Select(deadline => (deadline.OrderId, deadline.Name)).ToHashSet();
        foreach (var order in books.Open)
        {
            if (!waits.Contains((order.Id, WaitIn(order.State))))
                yield return new(order.Id, $"{order.State ?? "no saga"}, and no {WaitIn(order.State)} is waited for");
            else if (allHaveEnded)
                yield return new(order.Id, order.State ?? "no saga");
        }

        foreach (var order in books.Orders.Values)
        {
            var history = books.HistoryOf(order.Id);
            var needs = Math.Max(history.NeedsOfAttention, order.State == "NeedsAttention" ? 1 : 0);
            if (history.CallsForAttention != needs)
                yield return new(order.Id, $"needed attention {needs} times, called {history.CallsForAttention} times");
        }

        foreach (var saga in books.Saga.LostSagas)
            yield return new(saga.OrderId, $"{saga.State}, and there is no such order");
    }

    /// <summary>
    /// Two orders under one key are not to be seen: of a key there is one row, with its hash, and that for a day only.
    /// </summary>
    public static IEnumerable<Discrepancy> Keys(Books books)
    {
        var named = new HashSet<Guid>();
        foreach (var id in books.Saga.NamedByKeys)
        {
            if (!books.Orders.ContainsKey(id))
                yield return new(id, "named by a key, and there is no such order");
            else if (!named.Add(id))
                yield return new(id, "named by two keys");
        }
    }

    public static IEnumerable<Discrepancy> LeftOvers(Books books, bool allHaveEnded)
    {
        foreach (var deadline in books.Saga.Deadlines)
        {
            // A cancellation that came too late, or an operator's act, waits for the saga to say so.
            if (!books.Orders.TryGetValue(deadline.OrderId, out var order))
                yield return new(deadline.OrderId, $"deadline {deadline.Name}, and there is no such order");
            else if (order.HasEnded && (allHaveEnded || deadline.Name is "intake" or "step" or "undo"))
                yield return new(deadline.OrderId, $"{order.State}, deadline {deadline.Name}");
        }

        foreach (var (database, messages) in new[]
        {
            ("orders", books.Saga.Messages), ("payments", books.Payment.Messages),
            ("inventory", books.Inventory.Messages),
        })
        {
            foreach (var (owner, count) in messages.Unsent.Where(unsent => !messages.HasSender(unsent.Key)))
                yield return new(owner, $"{count} messages in {database}, and nobody will ever send them");
            if (allHaveEnded && messages.Unsent.Count > 0)
                yield return new(database, $"{messages.Unsent.Values.Sum()} messages unsent");
        }
    }

    /// <summary>The deadline without which nothing would ever happen to the order again.</summary>
    private static string WaitIn(string? state) => state switch
    {
        null => "intake",
        "Undoing" => "undo",
        _ => "step",
    };
}
