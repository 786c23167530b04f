using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orders.Hosting;

namespace Inventory.Worker;

/// <summary>What can be seen and set of the stock from outside.</summary>
public static class StockApi
{
    /// <summary>Maps the routes.</summary>
    public static void MapStock(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/stock", List);
        app.MapGet("/stock/{sku}", Get);
        app.MapPut("/stock/{sku}", Put);
    }

    private static async Task<IResult> List(Database<InventoryDbContext> database, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        var items = await context.Set<StockItem>().AsNoTracking()
            .OrderBy(item => item.Sku)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new StockView(items.ConvertAll(StockItemView.Of)));
    }

    private static async Task<IResult> Get(
        string sku, Database<InventoryDbContext> database, CancellationToken cancellationToken)
    {
        sku = Unescaped(sku);
        await using var context = database.OpenContext(null);
        var item = await context.Set<StockItem>().AsNoTracking()
            .SingleOrDefaultAsync(item => item.Sku == sku, cancellationToken);
        return item is null
            ? Problem(StatusCodes.Status404NotFound, "There is no such article.", $"No article is called '{sku}'.")
            : TypedResults.Ok(StockItemView.Of(item));
    }

    private static async Task<IResult> Put(string sku, HttpRequest request, GroupCommit<InventoryDbContext> groupCommit)
    {
        sku = Unescaped(sku);
        if (!request.HasJsonContentType())
            return Problem(
                StatusCodes.Status415UnsupportedMediaType, "The body must be JSON.",
                $"The request's Content-Type is '{request.ContentType}'; send application/json.");
        var (onHand, errors) = await StockRequest.Read(request);
        if (string.IsNullOrWhiteSpace(sku) || sku.Length > InventoryTables.LongestSku || sku.Any(char.IsControl))
            errors["sku"] = [$"must be 1 to {InventoryTables.LongestSku} printable characters and not blank"];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(
                errors, string.Join(" ", errors.Select(error => $"{error.Key} {error.Value[0]}.")),
                title: "The request is not valid.");

        var unit = new SetStock(sku, onHand);
        if (!await groupCommit.IsCommitted(unit, request.HttpContext))
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return Problem(
                StatusCodes.Status503ServiceUnavailable, "The database did not answer in time.",
                "It is not known whether the stock was set: repeat the request, which sets the same number again.");
        }

        var view = StockItemView.Of(unit.Item!);
        return unit.Change switch
        {
            StockChange.Added => TypedResults.Created($"/stock/{Uri.EscapeDataString(sku)}", view),
            StockChange.Changed => TypedResults.Ok(view),
            StockChange.Refused => Problem(
                StatusCodes.Status409Conflict, "More is reserved than that.",
                $"{view.Reserved} of '{sku}' are reserved; onHand cannot be {onHand}."),
            _ => throw new InvalidOperationException($"'{unit.Change}' has no answer."),
        };
    }

    /// <summary>A slash is all that the server leaves escaped in a path.</summary>
    private static string Unescaped(string sku) => sku.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);
}

/// <summary>The stock as it is shown.</summary>
internal sealed record StockView(IReadOnlyList<StockItemView> Items);

internal sealed record StockItemView(string Sku, long OnHand, long Reserved, long Available)
{
    public static StockItemView Of(StockItem item) => new(item.Sku, item.OnHand, item.Reserved, item.Available);
}
