using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>A kind of problem, which RFC 9457 calls its type. Each has a page at <c>/problems/{slug}</c>.</summary>
/// <param name="Slug">Its name in the address of its page; it stays what it is, as programs rely on it.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Advice">What it means and what to do. It stands for the detail where there is no other.</param>
public sealed record ProblemKind(string Slug, int Status, string Title, string Advice)
{
    public static ProblemKind Validation { get; } = new(
        "validation", StatusCodes.Status400BadRequest, "The request is not valid.",
        "Something about the request is wrong. The member `errors` has an entry for everything that is, by the name of "
        + "the JSON member, the query parameter or the header. Nothing was stored. Correct it and send it again.");

    public static ProblemKind Unauthorized { get; } = new(
        "unauthorized", StatusCodes.Status401Unauthorized, "A key is needed.",
        "This route needs a key in the header X-Api-Key. Either there was none, or it is not known here.");

    public static ProblemKind Forbidden { get; } = new(
        "forbidden", StatusCodes.Status403Forbidden, "This key may not do that.",
        "The key in X-Api-Key is known, and its role does not allow this route. The roles are shop (orders), reader "
        + "(operators who look) and actor (operators who act).");

    public static ProblemKind NotFound { get; } = new(
        "not-found", StatusCodes.Status404NotFound, "There is nothing here.",
        "No route has this path, or what it names is not there. The routes are described at /openapi/v1.json.");

    public static ProblemKind MethodNotAllowed { get; } = new(
        "method-not-allowed", StatusCodes.Status405MethodNotAllowed, "This path does not take that method.",
        "The path is right and the method is not. The header Allow has the methods that it takes.");

    public static ProblemKind Timeout { get; } = new(
        "request-timeout", StatusCodes.Status408RequestTimeout, "The request came too slowly.",
        "The request was not complete in time and was given up. Nothing was stored. Send it again.");

    public static ProblemKind TooLarge { get; } = new(
        "too-large", StatusCodes.Status413PayloadTooLarge, "The body is too large.",
        "A body has 262,144 bytes at most. Nothing was stored.");

    public static ProblemKind MediaType { get; } = new(
        "media-type", StatusCodes.Status415UnsupportedMediaType, "The body must be JSON.",
        "A body is taken with the Content-Type application/json only. Nothing was stored.");

    public static ProblemKind RateLimited { get; } = new(
        "rate-limited", StatusCodes.Status429TooManyRequests, "This caller is too fast.",
        "More requests came from this caller than it may send. Nothing was stored. Wait for the seconds in the header "
        + "Retry-After and send it again.");

    public static ProblemKind Internal { get; } = new(
        "internal-error", StatusCodes.Status500InternalServerError, "Something went wrong here.",
        "This is a fault of the program. Its log tells more under the traceId of the answer.");

    public static ProblemKind Overloaded { get; } = new(
        "overloaded", StatusCodes.Status503ServiceUnavailable, "Too busy at present.",
        "The database does not answer in time or too much is waiting for it. Wait for the seconds in the header "
        + "Retry-After. The detail says whether the request may have been stored; one that was sent with an "
        + "Idempotency-Key may be repeated in any case.");

    /// <summary>What any route may answer.</summary>
    internal static IReadOnlyList<ProblemKind> General { get; } =
    [
        Validation, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Timeout, TooLarge, MediaType, RateLimited,
        Internal, Overloaded,
    ];
}
