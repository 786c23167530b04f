using Orders.Hosting;

namespace Inventory.Worker;

/// <summary>What is published of the routes of the stock.</summary>
internal static class StockDescription
{
    private static readonly RouteTag Tag = new("stock", "What the inventory worker has, and what orders hold of it.");

    private static readonly StockItemView Rare = new("RARE", 5, 3, 2);

    private static readonly RouteParameter Sku = RouteParameter.Path(
        "sku", "The article.", Shape.Text(InventoryTables.LongestSku), Rare.Sku);

    public static RouteDescription List { get; } = new(
        "listStock", Tag, "Lists all articles", "By their sku. What confirmed orders have reserved stays reserved.")
    {
        Answers = [RouteAnswer.Of(StatusCodes.Status200OK, "The stock.", ("One article.", new StockView([Rare])))],
    };

    public static RouteDescription Get { get; } = new(
        "getStockItem", Tag, "Shows an article", "How many pieces there are, and how many of them orders hold.")
    {
        Parameters = [Sku],
        Answers = [RouteAnswer.Of(StatusCodes.Status200OK, "The article.", ("Some are reserved.", Rare))],
        Problems = [http => StockApi.Unknown(http, Rare.Sku)],
    };

    public static RouteDescription Put { get; } = new(
        "setStockItem", Tag, "Sets how many pieces of an article there are",
        """
        Adds the article where it is new. What orders have reserved stays reserved, so there cannot be less than that.
        It may be repeated as it is.
        """)
    {
        Parameters = [Sku],
        Body = RouteBody.Of(("A hundred.", new StockRequest(100))),
        Answers =
        [
            RouteAnswer.Of(
                StatusCodes.Status200OK, "The article was there, and has so many now.",
                ("A hundred.", Rare with { OnHand = 100, Available = 97 })),
            RouteAnswer.Of(
                StatusCodes.Status201Created, "The article is new.",
                ("It is new.", Rare with { OnHand = 100, Reserved = 0, Available = 100 })) with
            {
                Headers = [new("Location", "The article.", Shape.Path, "/stock/RARE")],
            },
        ],
        Problems =
        [
            http => Problem.Invalid(http, new StockRequest(-1).Check(Rare.Sku)),
            http => StockApi.Reserved(http, Rare, 2),
            StockApi.Unanswered,
        ],
    };

    public static IEnumerable<RecordDescription> Records =>
    [
        RecordDescription.Request<StockRequest>(
            "StockRequest", "How many pieces of an article there are.",
            [new("onHand", "All of them, reserved or not.", Shape.Whole(0, StockRequest.MostPieces))]),
        RecordDescription.Answer<StockView>(
            "Stock", "All articles.", new MemberDescription("items", "By their sku.")),
        RecordDescription.Answer<StockItemView>(
            "StockItem", "An article.",
            new("sku", "The article."),
            new("onHand", "How many pieces there are."),
            new("reserved", "How many of them orders hold, confirmed ones included."),
            new("available", "How many are left: onHand without reserved.")),
    ];
}
