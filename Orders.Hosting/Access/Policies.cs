namespace Orders.Hosting;

/// <summary>
/// The names of the authorization policies. A host that has its own way to tell who calls, JWT for instance, adds its
/// authentication scheme and gives its callers a name and one of the <see cref="Roles"/>.
/// </summary>
public static class Policies
{
    /// <summary>To submit and cancel orders: a shop. Open in Development.</summary>
    public const string Shop = "shop";

    /// <summary>To look at orders: a shop at its own, an operator at all. Open in Development.</summary>
    public const string Orders = "orders";

    /// <summary>To look behind the orders: an operator. Open in Development where no operator has a key.</summary>
    public const string OpsRead = "ops.read";

    /// <summary>To act: an operator who may. Open in Development where no operator has a key.</summary>
    public const string Ops = "ops";

    /// <summary>To look at payments and stock: an operator. Open in Development.</summary>
    public const string Inspect = "inspect";

    /// <summary>To set the stock: an operator who may. Open in Development.</summary>
    public const string Stock = "stock";
}

/// <summary>What a caller is.</summary>
public static class Roles
{
    /// <summary>A shop's back end: its own orders.</summary>
    public const string Shop = "shop";

    /// <summary>An operator who looks.</summary>
    public const string Reader = "reader";

    /// <summary>An operator who acts.</summary>
    public const string Actor = "actor";

    internal static IReadOnlyList<string> All { get; } = [Shop, Reader, Actor];
}
