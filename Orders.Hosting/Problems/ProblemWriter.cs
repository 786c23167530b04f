using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Orders.Hosting;

/// <summary>
/// Writes every problem as <c>application/problem+json</c>, whatever the client accepts, and gives those that the
/// framework made the type and the words of their status.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public const string MediaType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;
        if (problem.Type is null || !problem.Type.Contains(ProblemPages.Path, StringComparison.Ordinal))
        {
            var kind = ProblemPages.KindOf(problem.Status.Value);
            problem.Type = ProblemPages.AddressOf(http, kind);
            problem.Title = kind.Title;
            problem.Detail ??= kind.Advice;
            if (kind == ProblemKind.Validation)
                Unreadable(problem);
        }

        Complete(http, problem, Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        http.Response.StatusCode = problem.Status.Value;
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, options: null, MediaType, http.RequestAborted));
    }

    /// <summary>A request that the server itself could not make out: a chunk that is none, for instance.</summary>
    private static void Unreadable(ProblemDetails problem)
    {
        problem.Detail = "The request is no HTTP that can be read to its end.";
        problem.Extensions["errors"] = new Dictionary<string, string[]> { ["body"] = ["is not well-formed HTTP"] };
    }

    /// <summary>What every problem has, whatever is wrong.</summary>
    public static void Complete(HttpContext http, ProblemDetails problem, string traceId)
    {
        problem.Instance ??= CardNumbers.Masked(http.Request.Path);
        problem.Extensions["traceId"] = traceId;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable && http.Response.Headers.RetryAfter.Count == 0)
            http.Response.Headers.RetryAfter = "1";
    }
}
