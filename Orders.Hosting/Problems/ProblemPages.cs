using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Hosting;

/// <summary>The page that the type of a problem leads to.</summary>
internal static class ProblemPages
{
    public const string Path = "/problems/";

    public static void MapProblemPages(this WebApplication app)
    {
        var kinds = ProblemKind.General.Concat(app.Services.GetServices<ProblemKind>()).ToList();
        app.MapGet("/problems", () => Page("Problems", List(kinds))).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/problems/{slug}", Find).AllowAnonymous().ExcludeFromDescription();

        IResult Find(string slug, HttpContext http) => kinds.Find(kind => kind.Slug == slug) is { } kind
            ? Page(kind.Title, $"<p>HTTP {kind.Status}</p><p>{Encoded(kind.Advice)}</p>")
            : Problem.Of(http, ProblemKind.NotFound, $"No problem is called '{slug}'; /problems has them all.");
    }

    public static string AddressOf(HttpContext http, ProblemKind kind) =>
        $"{http.Request.Scheme}://{http.Request.Host}{Path}{kind.Slug}";

    /// <summary>What the framework answers by itself has a status and nothing more.</summary>
    public static ProblemKind KindOf(int status) =>
        ProblemKind.General.FirstOrDefault(kind => kind.Status == status)
        ?? (status < 500 ? ProblemKind.Validation : ProblemKind.Internal);

    private static string List(List<ProblemKind> kinds)
    {
        var items = kinds.Select(kind => $"<li><a href=\"{Path}{kind.Slug}\">{Encoded(kind.Title)}</a></li>");
        return $"<ul>{string.Concat(items)}</ul>";
    }

    private static ContentHttpResult Page(string title, string body) => TypedResults.Text(
        $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Encoded(title)}</title>"
        + $"<h1>{Encoded(title)}</h1>{body}</html>",
        "text/html", Encoding.UTF8);

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
