using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>Reads a JSON body strictly. What is wrong is told by the member's name.</summary>
internal static class RequestBody
{
    /// <summary>The body, or the problem with it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="json">How the body is read.</param>
    /// <param name="whenMissing">What stands for no body at all; null where there has to be one.</param>
    public static async Task<(T? Body, IResult? Problem)> Read<T>(
        HttpContext http, JsonTypeInfo<T> json, T? whenMissing = null)
        where T : class
    {
        var isMissing = http.Request.ContentLength == 0
            || (http.Request.ContentLength is null && http.Request.ContentType is null);
        if (whenMissing is not null && isMissing)
            return (whenMissing, null);
        if (!http.Request.HasJsonContentType())
            return (null, Problem.MediaType(http));

        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted).ConfigureAwait(false);
        var text = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        try
        {
            var body = JsonSerializer.Deserialize(text.Span, json);
            return body is not null
                ? (body, null)
                : (null, Problem.Invalid(http, "body", "must be an object, but is null"));
        }
        catch (JsonException exception)
        {
            var (name, error) = JsonProblem.Of(exception, text);
            return (null, Problem.Invalid(http, name, error));
        }
    }
}
