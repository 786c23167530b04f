using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orders.Api;

/// <summary>Reads a JSON body strictly. What is wrong is told by the member's name.</summary>
internal static class RequestBody
{
    /// <summary>The body, or the problem with it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="json">How the body is read.</param>
    /// <param name="whenMissing">What stands for no body at all; null where there has to be one.</param>
    public static async Task<(T? Body, IResult? Problem)> Read<T>(HttpContext http, JsonTypeInfo<T> json, T? whenMissing = null)
        where T : class
    {
        if (whenMissing is not null && http.Request.ContentLength is null or 0 && http.Request.ContentType is null)
            return (whenMissing, null);
        if (!http.Request.HasJsonContentType())
            return (null, Problems.MediaType(http));
        try
        {
            var body = await JsonSerializer.DeserializeAsync(http.Request.Body, json, http.RequestAborted).ConfigureAwait(false);
            return body is not null
                ? (body, null)
                : (null, Invalid(http, "body", "must be an object, but is null"));
        }
        catch (JsonException exception)
        {
            return (null, Invalid(http, NameOf(exception.Path), Shortened(exception.Message)));
        }
    }

    private static IResult Invalid(HttpContext http, string name, string error) =>
        Problems.Invalid(http, new Dictionary<string, string[]> { [name] = [error] });

    /// <summary><c>$.lines[0].quantity</c> is <c>lines[0].quantity</c> to whoever wrote the body.</summary>
    private static string NameOf(string? path) => path is null or "$" ? "body" : path.TrimStart('$').TrimStart('.');

    private static string Shortened(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
