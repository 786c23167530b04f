using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Orders.Hosting;

/// <summary>
/// Refuses a query where a route has none: who adds <c>dryRun=true</c> to one believes that it has an effect. Routes
/// with a query look at theirs themselves, with all else that may be wrong.
/// </summary>
internal static class KnownParameters
{
    public static void UseKnownParameters(this WebApplication app) => app.Use((http, next) =>
        http.Request.Query.Count > 0 && TakesNone(http.GetEndpoint())
            ? Refuse(http, http.Request.Query).ExecuteAsync(http)
            : next(http));

    /// <summary>What is answered.</summary>
    public static ProblemHttpResult Refuse(HttpContext http, IQueryCollection query)
    {
        var reader = new QueryReader(query);
        reader.RefuseOthers();
        return Problem.Invalid(http, reader.Errors);
    }

    private static bool TakesNone(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RouteDescription>() is { } route
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && !route.Parameters.Any(parameter => parameter.Place == "query");
}
