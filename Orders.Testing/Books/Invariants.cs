using System.Text.Json;
using Contracts;

namespace Orders.Testing;

/// <summary>Something that holds after every fault.</summary>
/// <param name="Name">Its name in the documents.</param>
/// <param name="Text">What holds.</param>
/// <param name="Check">Names what breaks it; nothing where it holds.</param>
internal sealed record Invariant(string Name, string Text, Func<Books, bool, IEnumerable<string>> Check);

/// <summary>
/// The books balance: money, stock and history. An order still on its way breaks nothing, unless all are said to have ended.
/// </summary>
internal static class Invariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("M1", "money held = what confirmed orders cost and what is owed, per currency", (books, _) => MoneyInAll(books)),
        new("M2", "money held of each order = its total, what is owed, or nothing", (books, _) => MoneyOfEach(books)),
        new("M3", "at most one charge an order, refunds within it and after it", (books, _) => Charges(books)),
        new("M4", "every attempt that moved money is in the ledger, and the other way round", (books, _) => Attempts(books)),
        new("Q1", "reserved = what is reserved for orders, and never more than there is", (books, _) => Stock(books)),
        new("Q2", "confirmed orders have their reservation, cancelled ones have none", (books, _) => Reservations(books)),
        new("Q3", "one payment and one reservation an order", (books, _) => OneEach(books)),
        new("P1", "every order has ended, or something is waited for", Endings),
        new("P3", "histories without a gap, up to the order's state", (books, _) => Histories(books)),
        new("P5", "no message was applied twice", (books, _) => books.AppliedTwice.Select(id => id.ToString())),
        new("H1", "nothing unsent, no deadline of an order that has ended", LeftOvers),
    ];

    private static IEnumerable<string> MoneyInAll(Books books)
    {
        var ended = books.Ended.Select(order => order.Id).ToHashSet();
        var held = books.Ledger.Where(money => ended.Contains(money.OrderId))
            .GroupBy(money => money.Currency)
            .ToDictionary(group => group.Key, group => group.Sum(money => money.SignedMinor));
        var due = books.Ended.Where(order => ExpectedOf(order) is > 0)
            .GroupBy(order => order.Currency)
            .ToDictionary(group => group.Key, group => group.Sum(order => ExpectedOf(order)!.Value));
        var unknown = books.Ended.Where(order => ExpectedOf(order) is null).Select(order => order.Currency).ToHashSet();
        return held.Keys.Union(due.Keys)
            .Where(currency => !unknown.Contains(currency)
                && held.GetValueOrDefault(currency) != due.GetValueOrDefault(currency))
            .Select(currency =>
                $"{currency}: {held.GetValueOrDefault(currency)} held, {due.GetValueOrDefault(currency)} due");
    }

    private static IEnumerable<string> MoneyOfEach(Books books)
    {
        var held = books.Ledger.GroupBy(money => money.OrderId)
            .ToDictionary(group => group.Key, group => group.Sum(money => money.SignedMinor));
        foreach (var order in books.Ended)
        {
            if (ExpectedOf(order) is { } expected && held.GetValueOrDefault(order.Id) != expected)
                yield return $"{order.Id} ({order.State}: {held.GetValueOrDefault(order.Id)} held, {expected} expected)";
        }

        foreach (var stranger in held.Keys.Where(id => !books.AcceptedMeanwhile.Contains(id)))
            yield return $"{stranger} (never accepted)";
    }

    /// <summary>Null where nobody knows yet, or a person has settled it elsewhere.</summary>
    private static long? ExpectedOf(BookedOrder order) => order switch
    {
        { State: "Confirmed" } => order.TotalMinor,
        { RefundIsWaived: true } => null,
        { State: "Cancelled" } => 0,
        _ => order.HeldMinor,
    };

    private static IEnumerable<string> Charges(Books books)
    {
        foreach (var order in books.Ledger.GroupBy(money => money.OrderId))
        {
            long held = 0;
            var charges = 0;
            foreach (var money in order)
            {
                charges += money.IsCharge ? 1 : 0;
                held += money.SignedMinor;
                if (held < 0)
                    break;
            }

            if (charges > 1)
                yield return $"{order.Key} ({charges} charges)";
            else if (held < 0)
                yield return $"{order.Key} (more refunded than was charged before)";
        }
    }

    private static IEnumerable<string> Attempts(Books books)
    {
        var attempts = books.Attempts.ToDictionary(attempt => attempt.Key);
        var ledger = books.Ledger.GroupBy(money => money.Key).ToDictionary(group => group.Key, group => group.First());
        foreach (var attempt in attempts.Values)
        {
            var booked = ledger.GetValueOrDefault(attempt.Key);
            if (attempt.MovedMoney && booked is null)
                yield return $"{attempt.Key} ({attempt.State}, not in the ledger)";
            else if (attempt.MovedNone && booked is not null)
                yield return $"{attempt.Key} ({attempt.State}, but in the ledger)";
            else if (booked is not null && (booked.AmountMinor != attempt.AmountMinor || booked.Currency != attempt.Currency))
                yield return $"{attempt.Key} (asked {attempt.AmountMinor} {attempt.Currency}, "
                    + $"booked {booked.AmountMinor} {booked.Currency})";
        }

        foreach (var money in ledger.Values.Where(money => !attempts.ContainsKey(money.Key)))
            yield return $"{money.Key} (in the ledger, never attempted)";
    }

    private static IEnumerable<string> Stock(Books books)
    {
        var open = books.Reservations.Where(reservation => reservation.IsOpen)
            .SelectMany(LinesOf)
            .GroupBy(line => line.Sku)
            .ToDictionary(group => group.Key, group => group.Sum(line => (long)line.Quantity));
        foreach (var item in books.Stock)
        {
            if (item.Reserved != open.GetValueOrDefault(item.Sku))
                yield return $"{item.Sku} ({item.Reserved} reserved, {open.GetValueOrDefault(item.Sku)} for orders)";
            else if (item.Reserved > item.OnHand)
                yield return $"{item.Sku} ({item.Reserved} reserved of {item.OnHand})";
        }

        foreach (var sku in open.Keys.Except(books.Stock.Select(item => item.Sku)))
            yield return $"{sku} (reserved, but there is no such item)";
    }

    private static IReadOnlyList<StockLine> LinesOf(BookedReservation reservation) =>
        JsonSerializer.Deserialize(reservation.Lines, ContractJson.Default.IReadOnlyListStockLine)!;

    private static IEnumerable<string> Reservations(Books books)
    {
        var open = books.Reservations.Where(reservation => reservation.IsOpen)
            .Select(reservation => reservation.OrderId)
            .ToHashSet();
        foreach (var order in books.Ended)
        {
            var mustHave = order.State == "Confirmed";
            var mayHave = mustHave || order is { State: "NeedsAttention", StockIsUndone: false };
            if (mustHave && !open.Contains(order.Id))
                yield return $"{order.Id} (confirmed, nothing reserved)";
            else if (!mayHave && open.Contains(order.Id))
                yield return $"{order.Id} ({order.State}, still reserved)";
        }

        foreach (var stranger in open.Where(id => !books.AcceptedMeanwhile.Contains(id)))
            yield return $"{stranger} (never accepted)";
    }

    private static IEnumerable<string> OneEach(Books books) =>
        books.Payments.GroupBy(payment => payment.OrderId).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} ({group.Count()} payments)")
            .Concat(books.Reservations.GroupBy(reservation => reservation.OrderId).Where(group => group.Count() > 1)
                .Select(group => $"{group.Key} ({group.Count()} reservations)"))
            .Concat(Unpaid(books));

    private static IEnumerable<string> Unpaid(Books books)
    {
        var captured = books.Payments.Where(payment => payment.Status == "completed").Select(payment => payment.OrderId).ToHashSet();
        return books.Ended.Where(order => order.State == "Confirmed" && !captured.Contains(order.Id))
            .Select(order => $"{order.Id} (confirmed, payment not completed)");
    }

    private static IEnumerable<string> Endings(Books books, bool allHaveEnded)
    {
        var waiting = books.Deadlines.Select(deadline => deadline.OrderId).ToHashSet();
        foreach (var order in books.Open)
        {
            if (!waiting.Contains(order.Id))
                yield return $"{order.Id} ({order.State ?? "no saga"}, and nothing is waited for)";
            else if (allHaveEnded)
                yield return $"{order.Id} ({order.State ?? "no saga"})";
        }

        foreach (var order in books.Ended.Where(order => order.State == "NeedsAttention"))
        {
            if (books.Histories.GetValueOrDefault(order.Id) is not { CallsForAttention: > 0 })
                yield return $"{order.Id} (needs attention, and nobody was told)";
        }
    }

    private static IEnumerable<string> Histories(Books books)
    {
        foreach (var order in books.Orders.Values)
        {
            var history = books.Histories.GetValueOrDefault(order.Id);
            if (history is null)
                yield return $"{order.Id} (no history)";
            else if (history.FirstVersion != 1 || history.LastVersion != history.Versions)
                yield return $"{order.Id} (versions {history.FirstVersion} to {history.LastVersion}, but {history.Versions} steps)";
            else if (order.HasEnded && history.LastVersion < order.Version)
                yield return $"{order.Id} (version {order.Version}, history up to {history.LastVersion})";
            else if (order.HasEnded && history.LastState != order.State)
                yield return $"{order.Id} ({order.State}, but its history ends in {history.LastState ?? "nothing"})";
        }
    }

    private static IEnumerable<string> LeftOvers(Books books, bool allHaveEnded)
    {
        // A cancellation that came too late, or an operator's act, waits for the saga to say so.
        foreach (var deadline in books.Deadlines)
        {
            if (books.Orders.TryGetValue(deadline.OrderId, out var order) && order.HasEnded
                && (allHaveEnded || deadline.Name is "intake" or "step" or "undo"))
                yield return $"{deadline.OrderId} ({order.State}, deadline {deadline.Name})";
        }

        if (allHaveEnded && books.Unsent > 0)
            yield return $"{books.Unsent} messages in outboxes";
    }
}
