using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Orders.Hosting;

/// <summary>What is published of all lists: how many are answered at once, and how to go on.</summary>
public static class ListDescriptions
{
    /// <summary>The parameters that every list has.</summary>
    public static IReadOnlyList<RouteParameter> Page { get; } =
    [
        RouteParameter.Query(
            "limit", "How many to answer at once.",
            Shape.Whole(1, QueryReader.MostAtOnce, otherwise: QueryReader.DefaultLimit), 20),
        RouteParameter.Query(
            "cursor",
            "Where to go on: it stands in the `next` of the page before, which is a path that is best used as it is. "
            + "A cursor belongs to the filters that it came with; with others it is refused.",
            Shape.Like("^[A-Za-z0-9_-]+$"), "AAAAAAAAEmdVw8Dq"),
    ];

    /// <summary>Asked for more at once than there is.</summary>
    public static ProblemHttpResult TooMany(HttpContext http)
    {
        var query = new QueryReader(new QueryCollection(
            new Dictionary<string, StringValues> { ["limit"] = $"{QueryReader.MostAtOnce + 1}" }));
        query.Limit();
        return Problem.Invalid(http, query.Errors);
    }
}
