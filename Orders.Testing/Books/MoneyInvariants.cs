namespace Orders.Testing;

/// <summary>The gateway's ledger against the orders: it is somebody else's, and tells the truth.</summary>
internal static class MoneyInvariants
{
    public static IEnumerable<Discrepancy> InAll(Books books, bool allHaveEnded)
    {
        var held = new Dictionary<string, long>();
        var due = new Dictionary<string, long>();
        foreach (var order in books.Ended)
        {
            if (ExpectedOf(books, order, allHaveEnded) is not { } expected)
                continue;

            // Beside a running system a refund may be on its way. M2 watches each of these; in a sum over all orders
            // one after the other would look like something that stays.
            if (!allHaveEnded && !order.HasEndedForGood && HeldOf(books, order) != expected)
                continue;
            Add(due, order.Currency, expected);
            AddHeld(held, books.LedgerOf[order.Id]);
        }

        foreach (var stranger in books.LedgerOf.Where(money => !books.AcceptedMeanwhile.Contains(money.Key)))
            AddHeld(held, stranger);
        return held.Keys.Union(due.Keys)
            .Where(currency => held.GetValueOrDefault(currency) != due.GetValueOrDefault(currency))
            .Select(currency => new Discrepancy(
                currency, $"{held.GetValueOrDefault(currency)} held, {due.GetValueOrDefault(currency)} due"));
    }

    public static IEnumerable<Discrepancy> OfEach(Books books, bool allHaveEnded)
    {
        foreach (var order in books.Ended)
        {
            if (ExpectedOf(books, order, allHaveEnded) is not { } expected)
                continue;
            var held = HeldOf(books, order);
            if (held != expected)
                yield return new(order.Id, $"{order.State}: {held} {order.Currency} held, {expected} expected");
            else if (books.LedgerOf[order.Id].FirstOrDefault(money => money.Currency != order.Currency) is { } foreign)
                yield return new(order.Id, $"in {order.Currency}, but the ledger has {foreign.Currency}");
        }

        foreach (var stranger in books.LedgerOf.Where(money => !books.AcceptedMeanwhile.Contains(money.Key)))
            yield return new(stranger.Key, "in the ledger, and there is no such order");
    }

    public static IEnumerable<Discrepancy> Charges(Books books)
    {
        foreach (var order in books.LedgerOf)
        {
            var charges = order.Count(money => money.IsCharge);
            long held = 0;
            if (charges > 1)
                yield return new(order.Key, $"{charges} charges");
            else if (order.Any(money => (held += money.SignedMinor) < 0))
                yield return new(order.Key, "more refunded than was charged before");
        }
    }

    /// <summary>Null where nobody knows yet, or a person has settled it elsewhere.</summary>
    private static long? ExpectedOf(Books books, BookedOrder order, bool allHaveEnded) => order switch
    {
        { State: "Confirmed" } => order.TotalMinor,
        { Saga.RefundIsWaived: true } => null,
        { State: "Cancelled" } => 0,
        _ when books.AttemptsOf[order.Id].Any(attempt => attempt.IsUnsettled) => null,
        _ when !allHaveEnded && AnswerIsOnItsWay(books, order) => null,
        _ => order.Saga?.HeldMinor,
    };

    private static bool AnswerIsOnItsWay(Books books, BookedOrder order) =>
        books.Payment.Payments.GetValueOrDefault(order.Id) is { } payment
        && payment.CapturedMinor - payment.RefundedMinor != order.Saga?.HeldMinor;

    private static long HeldOf(Books books, BookedOrder order) =>
        books.LedgerOf[order.Id].Where(money => money.Currency == order.Currency).Sum(money => money.SignedMinor);

    private static void AddHeld(Dictionary<string, long> held, IEnumerable<BookedMoney> ledger)
    {
        foreach (var money in ledger)
            Add(held, money.Currency, money.SignedMinor);
    }

    private static void Add(Dictionary<string, long> sums, string currency, long amountMinor) =>
        sums[currency] = sums.GetValueOrDefault(currency) + amountMinor;
}
