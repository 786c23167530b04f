namespace Orders.Testing;

/// <summary>What the databases and the ledger say, as far as the invariants ask.</summary>
internal sealed class Books
{
    public required IReadOnlyDictionary<Guid, BookedOrder> Orders { get; init; }

    public required IReadOnlyDictionary<Guid, BookedHistory> Histories { get; init; }

    public required IReadOnlyList<Guid> AppliedTwice { get; init; }

    public required IReadOnlyList<BookedDeadline> Deadlines { get; init; }

    public required IReadOnlyList<BookedPayment> Payments { get; init; }

    public required IReadOnlyList<BookedAttempt> Attempts { get; init; }

    /// <summary>In the order of booking.</summary>
    public required IReadOnlyList<BookedMoney> Ledger { get; init; }

    public required IReadOnlyList<BookedReservation> Reservations { get; init; }

    public required IReadOnlyList<BookedStock> Stock { get; init; }

    /// <summary>Outbox rows.</summary>
    public required long Unsent { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>All orders, read last: what has traces elsewhere and is not here was never accepted.</summary>
    public required IReadOnlySet<Guid> AcceptedMeanwhile { get; init; }

    public IEnumerable<BookedOrder> Ended => Orders.Values.Where(order => order.HasEnded);

    public IEnumerable<BookedOrder> Open => Orders.Values.Where(order => !order.HasEnded);
}

/// <param name="Id">The order.</param>
/// <param name="Status">What its customer sees.</param>
/// <param name="TotalMinor">What it costs.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Version">How much happened to it.</param>
/// <param name="State">The saga's; null where it has not begun.</param>
/// <param name="HeldMinor">What the saga knows to be held of the customer's money; null where it does not know.</param>
/// <param name="StockIsUndone">Nothing is to be released any more.</param>
/// <param name="RefundIsWaived">An operator settled the money elsewhere.</param>
internal sealed record BookedOrder(
    Guid Id, string Status, long TotalMinor, string Currency, long Version, string? State, long? HeldMinor,
    bool StockIsUndone, bool RefundIsWaived)
{
    /// <summary>What needs attention has ended as far as the machine can end it.</summary>
    public bool HasEnded => State is "Confirmed" or "Cancelled" or "NeedsAttention";
}

internal sealed record BookedHistory(
    Guid OrderId, long? FirstVersion, long? LastVersion, long Versions, string? LastState, long CallsForAttention);

internal sealed record BookedDeadline(Guid OrderId, string Name);

internal sealed record BookedPayment(Guid OrderId, string Status, long CapturedMinor, long RefundedMinor);

internal sealed record BookedAttempt(
    string Key, Guid OrderId, string Kind, long AmountMinor, string Currency, string State)
{
    public bool MovedMoney => State is "captured" or "refunded";

    public bool MovedNone => State is "declined" or "refused";
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
