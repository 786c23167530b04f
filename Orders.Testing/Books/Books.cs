namespace Orders.Testing;

/// <summary>
/// What the databases and the ledger say, as far as the invariants ask. Each database agrees with itself; between two
/// of them time has passed, in this order.
/// </summary>
/// <param name="Saga">The orders database, read first.</param>
/// <param name="Payment">The payments database.</param>
/// <param name="Inventory">The inventory database.</param>
/// <param name="Ledger">The gateway's, in the order of booking.</param>
/// <param name="Unsound">What SQLite says is wrong with the files themselves.</param>
/// <param name="AcceptedMeanwhile">All orders, read last: what has traces elsewhere only was never accepted.</param>
internal sealed record Books(
    OrdersBook Saga, PaymentsBook Payment, InventoryBook Inventory, IReadOnlyList<BookedMoney> Ledger,
    IReadOnlyList<Discrepancy> Unsound, IReadOnlySet<Guid> AcceptedMeanwhile)
{
    public IReadOnlyDictionary<Guid, BookedOrder> Orders => Saga.Orders;

    public IEnumerable<BookedOrder> Ended => Orders.Values.Where(order => order.HasEnded);

    public IEnumerable<BookedOrder> Open => Orders.Values.Where(order => !order.HasEnded);

    public ILookup<Guid, BookedMoney> LedgerOf { get; } = Ledger.ToLookup(money => money.OrderId);

    public ILookup<Guid, BookedAttempt> AttemptsOf { get; } = Payment.Attempts.ToLookup(attempt => attempt.OrderId);

    public long DeadLetters => Saga.Messages.Dead + Payment.Messages.Dead + Inventory.Messages.Dead;

    public BookedHistory HistoryOf(Guid orderId) => Saga.Histories.GetValueOrDefault(orderId) ?? BookedHistory.None;
}

/// <param name="Orders">With their sagas.</param>
/// <param name="LostSagas">Sagas of orders that are not there.</param>
/// <param name="Histories">By the order's id, whether the order is there or not.</param>
/// <param name="Deadlines">All.</param>
/// <param name="NamedByKeys">The order of each idempotency key that is still remembered.</param>
/// <param name="Strays">Steps that are no way of the process, each order once.</param>
/// <param name="Messages">Unsent ones and dead ones.</param>
internal sealed record OrdersBook(
    IReadOnlyDictionary<Guid, BookedOrder> Orders, IReadOnlyCollection<BookedSaga> LostSagas,
    IReadOnlyDictionary<Guid, BookedHistory> Histories, IReadOnlyList<BookedDeadline> Deadlines,
    IReadOnlyList<Guid> NamedByKeys, IReadOnlyList<Discrepancy> Strays, BookedMessages Messages);

internal sealed record PaymentsBook(
    IReadOnlyDictionary<Guid, BookedPayment> Payments, IReadOnlyList<BookedAttempt> Attempts, BookedMessages Messages);

internal sealed record InventoryBook(
    IReadOnlyDictionary<Guid, BookedReservation> Reservations, IReadOnlyList<BookedStock> Stock,
    BookedMessages Messages);

/// <param name="Unsent">How many outbox rows there are of each owner that has any.</param>
/// <param name="AdoptedBy">All owners, and who has adopted them; null where nobody has.</param>
/// <param name="Dead">Dead letters.</param>
internal sealed record BookedMessages(
    IReadOnlyDictionary<Guid, long> Unsent, IReadOnlyDictionary<Guid, Guid?> AdoptedBy, long Dead)
{
    /// <summary>
    /// Whether somebody sends an owner's rows, or will: who lives, or is dead and not adopted yet. An adopter's own go
    /// with it when it is adopted. Who is not there at all is never adopted.
    /// </summary>
    public bool HasSender(Guid owner)
    {
        for (var left = AdoptedBy.Count; left > 0 && AdoptedBy.TryGetValue(owner, out var adopter); left--)
        {
            if (adopter is null)
                return true;
            owner = adopter.Value;
        }

        return false;
    }
}

/// <param name="Id">The order.</param>
/// <param name="Status">What its customer sees.</param>
/// <param name="TotalMinor">What it costs.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Version">How much happened to it.</param>
/// <param name="Articles">See <see cref="StockInvariants.ArticlesIn"/>.</param>
/// <param name="Saga">Null where it has not begun.</param>
internal sealed record BookedOrder(
    Guid Id, string Status, long TotalMinor, string Currency, long Version, long Articles, BookedSaga? Saga)
{
    public string? State => Saga?.State;

    /// <summary>What needs attention has ended as far as the machine can end it.</summary>
    public bool HasEnded => State is "Confirmed" or "Cancelled" or "NeedsAttention";

    /// <summary>Nothing will happen any more.</summary>
    public bool HasEndedForGood => State is "Confirmed" or "Cancelled";
}

/// <param name="OrderId">The order.</param>
/// <param name="State">Where the process stands.</param>
/// <param name="HeldMinor">What it knows to be held of the customer's money; null where it does not know.</param>
/// <param name="StockIsUndone">Nothing is to be released any more.</param>
/// <param name="RefundIsWaived">An operator settled the money elsewhere.</param>
internal sealed record BookedSaga(Guid OrderId, string State, long? HeldMinor, bool StockIsUndone, bool RefundIsWaived);

internal sealed record BookedDeadline(Guid OrderId, string Name);

internal sealed record BookedPayment(
    Guid OrderId, string Status, long CapturedMinor, long RefundedMinor, long RefundAttempts);

internal sealed record BookedAttempt(
    string Key, Guid OrderId, string Kind, long AmountMinor, string Currency, string State, bool IsDue)
{
    public bool IsCharge => Kind == "charge";

    public bool MovedMoney => State is "captured" or "refunded";

    /// <summary>What became of it is not known.</summary>
    public bool IsUnsettled => State is "asked" or "unknown";
}

internal sealed record BookedMoney(Guid OrderId, string Key, string Kind, long AmountMinor, string Currency)
{
    public bool IsCharge => Kind == "charge";

    public long SignedMinor => IsCharge ? AmountMinor : -AmountMinor;
}

internal sealed record BookedReservation(Guid OrderId, string Status, string Lines)
{
    public bool IsOpen => Status == "reserved";
}

internal sealed record BookedStock(string Sku, long OnHand, long Reserved);
