namespace Orders.Testing;

/// <summary>Something that holds after every fault.</summary>
/// <typeparam name="TSeen">What it is read from.</typeparam>
/// <param name="Name">Its name in the documents.</param>
/// <param name="Text">What holds.</param>
/// <param name="Check">
/// Names what breaks it; nothing where it holds. The second argument says whether all orders are said to have ended.
/// </param>
internal sealed record Invariant<TSeen>(
    string Name, string Text, Func<TSeen, bool, IEnumerable<Discrepancy>> Check)
{
    public BookFinding Find(TSeen seen, bool allHaveEnded) =>
        new(Name, Text, [.. Check(seen, allHaveEnded).DistinctBy(broken => broken.Key)]);
}

/// <summary>
/// The books balance: money, stock and history. An order still on its way breaks nothing, unless all are said to have
/// ended.
/// </summary>
internal static class Invariants
{
    public static IReadOnlyList<Invariant<Books>> All { get; } =
    [
        new("M1", "money held = what confirmed orders cost and what is owed, per currency", MoneyInvariants.InAll),
        new("M2", "money held of each order = its total, what is owed, or nothing", MoneyInvariants.OfEach),
        new("M3", "at most one charge an order, refunds within it and after it",
            (books, _) => MoneyInvariants.Charges(books)),
        new("M4", "payments = their attempts = the ledger, and none is open of an order that has ended",
            (books, _) => AttemptInvariants.Check(books)),
        new("Q1", "reserved = what is reserved for orders, and never more than there is",
            (books, _) => StockInvariants.Items(books)),
        new("Q2", "confirmed orders have their reservation, cancelled ones have none, and each is of what was ordered",
            (books, _) => StockInvariants.Reservations(books)),
        new("Q3", "payment and reservation of each order that had an answer, ended as the order did",
            (books, _) => AnswerInvariants.Check(books)),
        new("P1", "every order has ended, or something is waited for", EndingInvariants.Endings),
        new("P2", "an idempotency key names an order that is there, and no order has two",
            (books, _) => EndingInvariants.Keys(books)),
        new("P3", "histories without a gap, up to the order's version, state and status",
            (books, _) => HistoryInvariants.Steps(books)),
        new("P4", "every step is a way of the process as it is now", (books, _) => books.Saga.Strays),
        new("P5", "no message had its effect twice", (books, _) => HistoryInvariants.Repeated(books)),
        new("P6", "confirmed and cancelled are never left", (books, _) => HistoryInvariants.Left(books)),
        new("P8", "every order that has ended said so once", (books, _) => HistoryInvariants.FinalEvents(books)),
        new("H1", "nothing unsent or without a sender, no deadline of an order that has ended",
            EndingInvariants.LeftOvers),
        new("H4", "SQLite finds its files sound", (books, _) => books.Unsound),
    ];
}
