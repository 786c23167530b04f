using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Orders.Hosting;

/// <summary>
/// What a trace shows of a request, by OpenTelemetry's conventions for HTTP: ASP.NET Core begins the span and says
/// nothing in it. Probes are not shown: they would be most of what is seen.
/// </summary>
internal static class RequestSpans
{
    public static void UseRequestSpans(this WebApplication app) => app.Use(async (http, next) =>
    {
        var span = http.Features.Get<IHttpActivityFeature>()?.Activity;
        if (span is { IsAllDataRequested: true } && http.Request.Path.StartsWithSegments("/health"))
            (span.ActivityTraceFlags, span.IsAllDataRequested) = (ActivityTraceFlags.None, false);
        if (span is not { IsAllDataRequested: true })
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        Describe(span, http.Request, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        await next(http).ConfigureAwait(false);
        Describe(span, http.Response.StatusCode);
    });

    private static void Describe(Activity span, HttpRequest request, string? route)
    {
        span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        span.SetTag("http.request.method", request.Method);
        span.SetTag("http.route", route);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", request.Path.Value);
        if (request.RouteValues.TryGetValue("id", out var id))
            span.SetTag("order.id", id);
    }

    private static void Describe(Activity span, int status)
    {
        span.SetTag("http.response.status_code", status);
        if (status < StatusCodes.Status500InternalServerError)
            return;
        span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }
}
