using Microsoft.AspNetCore.Mvc;

namespace Orders.Api;

/// <summary>What can be wrong, each with a page of its own.</summary>
internal static class Problems
{
    public static IResult Invalid(HttpContext http, IDictionary<string, string[]> errors) => Of(
        http, StatusCodes.Status400BadRequest, "validation", "The request is not valid.",
        string.Join(" ", errors.Select(error => $"{error.Key} {error.Value[0]}.")),
        ("errors", errors));

    public static IResult NotFound(HttpContext http, Guid id) => Of(
        http, StatusCodes.Status404NotFound, "order-not-found", "There is no such order.",
        $"No order has the id '{id}'.", ("orderId", id));

    public static IResult TooLate(HttpContext http, Guid id) => Of(
        http, StatusCodes.Status409Conflict, "order-not-cancellable", "It is too late to cancel.",
        $"Order '{id}' is confirmed; a confirmed order is not cancelled any more.", ("orderId", id));

    public static IResult MediaType(HttpContext http) => Of(
        http, StatusCodes.Status415UnsupportedMediaType, "media-type", "The body must be JSON.",
        $"The request's Content-Type is '{http.Request.ContentType}'; send application/json.");

    /// <summary>The id was given before the database was asked, so it can be asked about.</summary>
    public static IResult Overloaded(HttpContext http, Guid id)
    {
        http.Response.Headers.RetryAfter = "1";
        return Of(
            http, StatusCodes.Status503ServiceUnavailable, "overloaded", "The database did not answer in time.",
            $"It is not known whether this was stored. Before repeating it look at /orders/{id}: once that answers, "
            + "404 means that nothing was.", ("orderId", id));
    }

    private static IResult Of(
        HttpContext http, int status, string slug, string title, string detail,
        params (string Name, object Value)[] more)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Type = $"{http.Request.Scheme}://{http.Request.Host}/problems/{slug}",
            Title = title,
            Detail = detail,
            Instance = http.Request.Path,
        };
        foreach (var (name, value) in more)
            problem.Extensions[name] = value;
        return Results.Problem(problem);
    }
}
