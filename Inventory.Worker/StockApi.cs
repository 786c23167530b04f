using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orders.Hosting;

namespace Inventory.Worker;

/// <summary>What can be seen and set of the stock from outside.</summary>
public static class StockApi
{
    internal static ProblemKind NotFound { get; } = new(
        "article-not-found", StatusCodes.Status404NotFound, "There is no such article.",
        "The stock has no article of this sku. GET /stock has them all; PUT /stock/{sku} adds one.");

    internal static ProblemKind MoreIsReserved { get; } = new(
        "more-is-reserved", StatusCodes.Status409Conflict, "More is reserved than that.",
        "Orders have reserved more pieces than onHand was to become. What is reserved stays reserved.");

    /// <summary>Maps the routes.</summary>
    public static void MapStock(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/stock", List).RequireAuthorization(Policies.Inspect).WithMetadata(StockDescription.List);
        app.MapGet("/stock/{sku}", Get).RequireAuthorization(Policies.Inspect).WithMetadata(StockDescription.Get);
        app.MapPut("/stock/{sku}", Put).RequireAuthorization(Policies.Stock).WithMetadata(StockDescription.Put);
    }

    internal static ProblemHttpResult Unknown(HttpContext http, string sku) =>
        Problem.Of(http, NotFound, $"No article is called '{sku}'.");

    internal static ProblemHttpResult Reserved(HttpContext http, StockItemView view, long onHand) => Problem.Of(
        http, MoreIsReserved, $"{view.Reserved} of '{view.Sku}' are reserved; onHand cannot be {onHand}.");

    internal static ProblemHttpResult Unanswered(HttpContext http) => Problem.Overloaded(
        http, "It is not known whether the stock was set: repeat the request, which sets the same number again.");

    private static async Task<IResult> List(Database<InventoryDbContext> database, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        var items = await context.Set<StockItem>().AsNoTracking()
            .OrderBy(item => item.Sku)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new StockView(items.ConvertAll(StockItemView.Of)));
    }

    private static async Task<IResult> Get(
        string sku, HttpContext http, Database<InventoryDbContext> database, CancellationToken cancellationToken)
    {
        sku = Unescaped(sku);
        await using var context = database.OpenContext(null);
        var item = await context.Set<StockItem>().AsNoTracking()
            .SingleOrDefaultAsync(item => item.Sku == sku, cancellationToken);
        return item is null
            ? Unknown(http, sku)
            : TypedResults.Ok(StockItemView.Of(item));
    }

    private static async Task<IResult> Put(string sku, HttpContext http, GroupCommit<InventoryDbContext> groupCommit)
    {
        sku = Unescaped(sku);
        var (request, errors, problem) = await RequestBody.Read(
            http, StockRequestJson.Default.StockRequest, body => body.Check(sku));
        if (problem is not null)
            return problem;
        if (errors.Any)
            return Problem.Invalid(http, errors);

        var unit = new SetStock(sku, request.OnHand!.Value);
        if (!await groupCommit.IsCommitted(unit, http))
            return Unanswered(http);

        var view = StockItemView.Of(unit.Item!);
        return unit.Change switch
        {
            StockChange.Added => TypedResults.Created($"/stock/{Uri.EscapeDataString(sku)}", view),
            StockChange.Changed => TypedResults.Ok(view),
            StockChange.Refused => Reserved(http, view, request.OnHand.Value),
            _ => throw new InvalidOperationException($"'{unit.Change}' has no answer."),
        };
    }

    /// <summary>A slash is all that the server leaves escaped in a path.</summary>
    private static string Unescaped(string sku) => sku.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The stock as it is shown.</summary>
internal sealed record StockView(IReadOnlyList<StockItemView> Items);

internal sealed record StockItemView(string Sku, long OnHand, long Reserved, long Available)
{
    public static StockItemView Of(StockItem item) => new(item.Sku, item.OnHand, item.Reserved, item.Available);
}
