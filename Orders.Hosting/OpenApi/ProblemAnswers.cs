using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace Orders.Hosting;

/// <summary>
/// Writes what may be wrong with a request into a document. The examples are what the routes themselves make of a
/// request that is wrong, so they are as true as the code.
/// </summary>
internal sealed class ProblemAnswers(
    OpenApiDocument document, RecordWriter records, IEnumerable<ProblemKind> further)
{
    /// <summary>The schema of all problems.</summary>
    public const string Schema = "Problem";

    private static readonly Dictionary<string, RouteHeader> Headers = new RouteHeader[]
    {
        new("Retry-After", "After how many seconds to send it again.", Shape.AtLeast(1), 1),
        new("WWW-Authenticate", "How to say who calls.", Shape.Like("^ApiKey "), ApiKeyHandler.Challenge),
    }.ToDictionary(header => header.Name);

    private readonly List<ProblemKind> kinds = [.. ProblemKind.General, .. further];

    /// <summary>Adds to an operation every problem that it may answer with.</summary>
    public void Write(
        OpenApiOperation operation, RouteDescription route, EndpointMetadataCollection metadata, string examplePath)
    {
        var own = route.Problems.Select(problem => Occurrence(problem, examplePath)).ToList();
        var general = GeneralProblems(route, metadata).ToList();
        foreach (var status in own.Concat(general).GroupBy(problem => problem.Kind.Status).OrderBy(same => same.Key))
        {
            operation.Responses!.Add($"{status.Key}", status.Any(own.Contains)
                ? Response([.. status])
                : Shared(status.Single()));
        }
    }

    /// <summary>What any route may answer that asks for a role, reads a body, or is not let in without limit.</summary>
    private IEnumerable<Found> GeneralProblems(RouteDescription route, EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<IAuthorizeData>() is not null)
        {
            yield return Occurrence(http =>
            {
                http.Response.Headers.WWWAuthenticate = ApiKeyHandler.Challenge;
                return Problem.Of(http, ProblemKind.Unauthorized, ApiKeyHandler.NoKey);
            });
            yield return Occurrence(http => Problem.Of(
                http, ProblemKind.Forbidden,
                $"'mary' has the role {Roles.Reader}, which does not allow POST /orders."));
        }

        if (metadata.GetMetadata<IAuthorizeData>() is not null
            && !route.Parameters.Any(parameter => parameter.Place == "query"))
            yield return Occurrence(http => KnownParameters.Refuse(
                http, new QueryCollection(new Dictionary<string, StringValues> { ["limit"] = "10" })));

        if (route.Body is not null)
        {
            yield return Occurrence(http => Problem.TooSlow(http, new PressureOptions().LongestBody));
            yield return Occurrence(http => Problem.Of(http, ProblemKind.TooLarge, ProblemKind.TooLarge.Advice));
            yield return Occurrence(http =>
            {
                http.Request.ContentType = "text/plain";
                return Problem.MediaType(http);
            });
        }

        if (metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
        {
            yield return Occurrence(http =>
            {
                http.Response.Headers.RetryAfter = "1";
                return Problem.Of(
                    http, ProblemKind.RateLimited,
                    "'the-shop' sends more requests than it may. Nothing was stored; send it again in 1 s.");
            });
            yield return Occurrence(http => Problem.Of(
                http, ProblemKind.Overloaded,
                "Too many requests are under way. Nothing was stored; send it again in 1 s."));
        }

        yield return Occurrence(http => Problem.Of(http, ProblemKind.Internal, ProblemKind.Internal.Advice));
    }

    /// <summary>A problem as it would be answered to a newcomer's installation on his own machine.</summary>
    private Found Occurrence(Func<HttpContext, ProblemHttpResult> problem, string path = "/orders")
    {
        var http = new DefaultHttpContext();
        (http.Request.Scheme, http.Request.Host, http.Request.Path) = ("http", new HostString("localhost", 8080), path);
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "the-shop")]));
        var details = problem(http).ProblemDetails;
        ProblemWriter.Complete(http, details, traceId: "4bf92f3577b34da6a3ce929d0e0e4736");
        var kind = kinds.Find(kind => details.Type!.EndsWith(ProblemPages.Path + kind.Slug, StringComparison.Ordinal))
            ?? throw new InvalidOperationException(
                $"'{details.Type}' is no problem that has a page: register its kind as a service.");
        var body = JsonSerializer.SerializeToNode(details, RouteExample.Json)!;
        return new Found(kind, body, [.. http.Response.Headers.Keys.Where(Headers.ContainsKey)]);
    }

    private OpenApiResponseReference Shared(Found problem)
    {
        var name = string.Concat(
            problem.Kind.Slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        if (document.Components?.Responses?.ContainsKey(name) != true)
            document.AddComponent(name, Response([problem]));
        return new OpenApiResponseReference(name, document);
    }

    private OpenApiResponse Response(IReadOnlyList<Found> problems) => new()
    {
        Description = string.Join("\n\n", problems.Select(problem => problem.Kind).Distinct().Select(
            kind => $"`{kind.Slug}`: {kind.Title} {kind.Advice}")),
        Headers = problems.SelectMany(problem => problem.Headers).Distinct()
            .ToDictionary(name => name, name => records.Header(Headers[name])),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemWriter.MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(Schema, document),
                Examples = Examples(problems),
            },
        },
    };

    private static Dictionary<string, IOpenApiExample> Examples(IReadOnlyList<Found> problems) =>
        problems.GroupBy(problem => problem.Kind.Slug).SelectMany(same => same.Index()).ToDictionary(
            known => known.Index == 0 ? known.Item.Kind.Slug : $"{known.Item.Kind.Slug}-{known.Index + 1}",
            known => (IOpenApiExample)new OpenApiExample
            {
                Summary = (string)known.Item.Body["detail"]!,
                Value = known.Item.Body,
            });

    private sealed record Found(ProblemKind Kind, JsonNode Body, IReadOnlyList<string> Headers);
}
