using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Orders.Hosting;

/// <summary>Answers that say what is wrong, as RFC 9457 has them.</summary>
public static class Problem
{
    private const int MostInWords = 20;

    /// <summary>A problem of a kind.</summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="detail">What is wrong this time, with the value, and what to do.</param>
    /// <param name="more">Further members.</param>
    public static ProblemHttpResult Of(
        HttpContext http, ProblemKind kind, string detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(kind);
        var problem = new ProblemDetails
        {
            Status = kind.Status,
            Type = ProblemPages.AddressOf(http, kind),
            Title = kind.Title,
            Detail = CardNumbers.Masked(detail),
        };
        foreach (var (name, value) in more)
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>All that is wrong with a request, by the names that its sender knows.</summary>
    public static ProblemHttpResult Invalid(HttpContext http, IDictionary<string, string[]> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var words = errors.Take(MostInWords).Select(error => $"{error.Key} {error.Value[0]}.");
        var rest = errors.Count > MostInWords ? $" And {errors.Count - MostInWords} more: see errors." : "";
        return Of(http, ProblemKind.Validation, string.Join(" ", words) + rest, ("errors", errors));
    }

    /// <inheritdoc cref="Invalid(HttpContext, IDictionary{string, string[]})"/>
    public static ProblemHttpResult Invalid(HttpContext http, RequestErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return Invalid(http, errors.ByName);
    }

    /// <summary>One thing that is wrong with a request.</summary>
    public static ProblemHttpResult Invalid(HttpContext http, string name, string error) =>
        Invalid(http, new Dictionary<string, string[]> { [name] = [error] });

    /// <summary>The body is not said to be JSON.</summary>
    public static ProblemHttpResult MediaType(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return Of(
            http, ProblemKind.MediaType,
            $"The request's Content-Type is {RequestErrors.Shown(http.Request.ContentType)}"
            + (http.Request.Headers.ContentEncoding.Count == 0
                ? ""
                : $" and its Content-Encoding {RequestErrors.Shown(http.Request.Headers.ContentEncoding)}")
            + "; send application/json in UTF-8, as it is.");
    }

    /// <summary>The body did not arrive in time; what is still to come of it is not waited for.</summary>
    public static ProblemHttpResult TooSlow(HttpContext http, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.Connection = "close";
        return Of(
            http, ProblemKind.Timeout,
            $"The body was not complete within {limit.TotalSeconds:0.#} s. Nothing was stored; send it again.");
    }

    /// <summary>The database did not answer in time, and may have done what it was told.</summary>
    public static ProblemHttpResult Overloaded(
        HttpContext http, string detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        ArgumentNullException.ThrowIfNull(http);
        return Of(http, ProblemKind.Overloaded, detail, more);
    }
}
