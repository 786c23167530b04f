namespace Contracts;

/// <summary>So many pieces of an article.</summary>
public sealed record StockLine(string Sku, int Quantity);

/// <summary>An article of which there was not enough. Unknown articles are short too, with nothing available.</summary>
public sealed record Shortage(string Sku, int Requested, long Available);

/// <summary>Reserve all lines or none.</summary>
public sealed record ReserveStock(Guid OrderId, IReadOnlyList<StockLine> Lines);

/// <summary>All lines are reserved.</summary>
public sealed record StockReserved(Guid OrderId);

/// <summary>Nothing is reserved and will not be.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Shortages">What was missing; empty where a release had been asked for before.</param>
public sealed record StockRejected(Guid OrderId, IReadOnlyList<Shortage> Shortages);

/// <summary>Give the reservation back, if there is one.</summary>
public sealed record ReleaseStock(Guid OrderId, string Reason);

/// <summary>Nothing is reserved for the order any more.</summary>
public sealed record StockReleased(Guid OrderId);
