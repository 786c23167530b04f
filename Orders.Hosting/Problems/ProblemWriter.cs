using Microsoft.AspNetCore.Http;
using System.Diagnostics;

namespace Orders.Hosting;

/// <summary>
/// Writes every problem as <c>application/problem+json</c>, whatever the client accepts, and gives those that the
/// framework made the type and the words of their status.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string MediaType = "application/problem+json";

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
        }

        problem.Instance ??= CardNumbers.Masked(http.Request.Path);
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        http.Response.StatusCode = problem.Status.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable && http.Response.Headers.RetryAfter.Count == 0)
            http.Response.Headers.RetryAfter = "1";
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, options: null, MediaType, http.RequestAborted));
    }
}
