namespace Contracts;

/// <summary>So many pieces of an article.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Quantity">How many pieces.</param>
public sealed record StockLine(string Sku, int Quantity);

/// <summary>An article of which there was not enough. Unknown articles are short too, with nothing available.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Requested">How many pieces were asked for.</param>
/// <param name="Available">How many there were.</param>
public sealed record Shortage(string Sku, int Requested, long Available);

/// <summary>Reserve all lines or none.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Lines">What to reserve; no article comes twice.</param>
public sealed record ReserveStock(Guid OrderId, IReadOnlyList<StockLine> Lines);

/// <summary>All lines are reserved.</summary>
/// <param name="OrderId">The order.</param>
public sealed record StockReserved(Guid OrderId);

/// <summary>Nothing is reserved and will not be.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Shortages">What was missing; empty where a release had been asked for before.</param>
public sealed record StockRejected(Guid OrderId, IReadOnlyList<Shortage> Shortages);

/// <summary>Give the reservation back, if there is one.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">Why the order is undone, one of <see cref="CancelReasons"/>; more may come.</param>
public sealed record ReleaseStock(Guid OrderId, string Reason);

/// <summary>Nothing is reserved for the order any more.</summary>
/// <param name="OrderId">The order.</param>
public sealed record StockReleased(Guid OrderId);
