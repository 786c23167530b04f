namespace Orders.Testing;

/// <summary>
/// What the rows of one order's history add up to, taken in as they were written. The rows themselves are not kept:
/// there are a dozen an order.
/// </summary>
internal sealed class BookedHistory
{
    /// <summary>An answer that is final for an order: whichever of a group comes, it moves the order once.</summary>
    private static readonly Dictionary<string, Effect> Once = new()
    {
        ["orders.order_created.v1"] = Effect.Begun,
        ["orders.order_cancellation_requested.v1"] = Effect.Cancelled,
        ["payments.payment_completed.v1"] = Effect.Charged,
        ["payments.payment_failed.v1"] = Effect.Charged,
        ["payments.payment_refunded.v1"] = Effect.Refunded,
        ["payments.refund_waived.v1"] = Effect.Refunded,
        ["inventory.stock_reserved.v1"] = Effect.Reserved,
        ["inventory.stock_rejected.v1"] = Effect.Reserved,
        ["inventory.stock_released.v1"] = Effect.Released,
    };

    private Effect effects;

    [Flags]
    private enum Effect
    {
        Nothing = 0,
        Begun = 1,
        Cancelled = 2,
        Charged = 4,
        Refunded = 8,
        Reserved = 16,
        Released = 32,
    }

    /// <summary>Of an order that has none.</summary>
    public static BookedHistory None { get; } = new();

    public long LastVersion { get; private set; }

    public string? LastState { get; private set; }

    /// <summary>The first step that does not follow the one before it.</summary>
    public string? Gap { get; private set; }

    /// <summary>The first step out of a state that is an end.</summary>
    public string? LeftAnEnd { get; private set; }

    /// <summary>The first step whose message, or its like, had its effect before.</summary>
    public string? Repeated { get; private set; }

    public int Confirmations { get; private set; }

    public int Cancellations { get; private set; }

    public int CallsForAttention { get; private set; }

    /// <summary>How often it came to need attention.</summary>
    public int NeedsOfAttention { get; private set; }

    public bool PaymentHasAnswered { get; private set; }

    public bool StockHasAnswered { get; private set; }

    public void Add(HistoryRow row)
    {
        if (row.Direction == "out")
            WentOut(row.Type);
        else
            Stepped(row);
    }

    private void WentOut(string type)
    {
        Confirmations += type == "orders.order_confirmed.v1" ? 1 : 0;
        Cancellations += type == "orders.order_cancelled.v1" ? 1 : 0;
        CallsForAttention += type == "orders.order_needs_attention.v1" ? 1 : 0;
    }

    private void Stepped(HistoryRow row)
    {
        if (row.Version != LastVersion + 1)
            Gap ??= row.Version is { } version ? $"version {version} follows {LastVersion}" : "a step has no version";
        LastVersion = row.Version ?? LastVersion;
        PaymentHasAnswered |= row.Type.StartsWith("payments.", StringComparison.Ordinal);
        StockHasAnswered |= row.Type.StartsWith("inventory.", StringComparison.Ordinal);

        // What the customer asks for over HTTP changes no state: that is the saga's to do.
        if (row.StateAfter is null)
            return;
        if (row.StateBefore != LastState)
            Gap ??= $"version {row.Version} goes on from {row.StateBefore ?? "nothing"}, not {LastState ?? "nothing"}";
        if (row.StateBefore != row.StateAfter)
            Moved(row);
        LastState = row.StateAfter;
    }

    private void Moved(HistoryRow row)
    {
        if (row.StateBefore is "Confirmed" or "Cancelled")
            LeftAnEnd ??= $"from {row.StateBefore} to {row.StateAfter} with version {row.Version}";
        NeedsOfAttention += row.StateAfter == "NeedsAttention" ? 1 : 0;
        var effect = Once.GetValueOrDefault(row.Type);
        if ((effects & effect) != Effect.Nothing)
            Repeated ??= $"{row.Type} with version {row.Version}";
        effects |= effect;
    }
}

/// <summary>A row as far as the invariants ask.</summary>
internal readonly record struct HistoryRow(
    string Direction, long? Version, string Type, string? StateBefore, string? StateAfter);
