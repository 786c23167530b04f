using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Orders.Hosting;

/// <summary>What can be wrong with an operator's act, beside what can be wrong with any request.</summary>
public static class OperatorProblems
{
    internal static IReadOnlyList<ProblemKind> Kinds { get; } = [DeadLetterNotFound, NotAsExpected, ActionReused];

    private static ProblemKind DeadLetterNotFound => new(
        "dead-letter-not-found", StatusCodes.Status404NotFound, "There is no such dead letter.",
        "No dead letter of this service has this id. Each service has those of its own database at /ops/dead-letters.");

    private static ProblemKind NotAsExpected => new(
        "not-as-expected", StatusCodes.Status409Conflict, "The filter does not select what was expected.",
        "The member `expected` says how many dead letters a dry run had found; now there are more or fewer, as the "
        + "member `matched` tells. Nothing was done. Look again and decide anew.");

    private static ProblemKind ActionReused => new(
        "action-id-reused", StatusCodes.Status422UnprocessableEntity, "This id belongs to another act.",
        "The actionId came before with another content. It names one act: repeat that, or take a new id.");

    /// <summary>The act's id came before with another content.</summary>
    public static ProblemHttpResult OtherAction(HttpContext http, string actionId) =>
        Problem.Of(http, ActionReused, $"The actionId '{actionId}' came before with another content.");

    /// <summary>The database did not answer; the act has an id under which it may be asked for again.</summary>
    public static ProblemHttpResult Unanswered(HttpContext http, string actionId) => Problem.Overloaded(
        http,
        $"It is not known whether this was done. Repeat it as it is, with the actionId '{actionId}': it is done once.",
        ("actionId", actionId));

    internal static ProblemHttpResult NotFound(HttpContext http, Guid id) =>
        Problem.Of(http, DeadLetterNotFound, $"No dead letter has the id '{id}'.");

    internal static ProblemHttpResult OtherCount(HttpContext http, int expected, int matched) => Problem.Of(
        http, NotAsExpected, $"{expected} dead letters were expected, and the filter matches {matched}.",
        ("matched", matched));
}
