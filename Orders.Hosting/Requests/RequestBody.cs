using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orders.Hosting;

/// <summary>Reads a JSON body strictly. What is wrong is told by the member's name.</summary>
public static class RequestBody
{
    /// <summary>The body with all that is wrong with it, or the problem where it cannot be read at all.</summary>
    /// <param name="http">The request.</param>
    /// <param name="json">How the body is read; its members may all be missing.</param>
    /// <param name="check">What a body must look like.</param>
    /// <param name="whenMissing">What stands for no body at all; null where there has to be one.</param>
    public static async Task<(T Body, RequestErrors Errors, IResult? Problem)> Read<T>(
        HttpContext http, JsonTypeInfo<T> json, Func<T, RequestErrors> check, T? whenMissing = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(check);
        var isMissing = http.Request.ContentLength == 0
            || (http.Request.ContentLength is null && http.Request.ContentType is null);
        if (whenMissing is not null && isMissing)
            return (whenMissing, check(whenMissing), null);
        if (!IsPlainJson(http.Request))
            return (null!, null!, Problem.MediaType(http));

        using var bytes = new MemoryStream();
        var limit = http.RequestServices.GetRequiredService<IOptions<PressureOptions>>().Value.LongestBody;
        if (!await HasArrived(http, bytes, limit).ConfigureAwait(false))
            return (null!, null!, Problem.TooSlow(http, limit));
        var text = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        try
        {
            return JsonSerializer.Deserialize(text.Span, json) is { } body
                ? (body, check(body), null)
                : (null!, null!, Problem.Invalid(http, "body", "must be an object, but is null"));
        }
        catch (JsonException)
        {
            return ReadWhatIsRight(http, text, json, check);
        }
    }

    /// <summary>JSON is UTF-8, and nothing is unpacked.</summary>
    private static bool IsPlainJson(HttpRequest request) =>
        request.HasJsonContentType() && request.Headers.ContentEncoding.Count == 0
        && (request.GetTypedHeaders().ContentType?.Charset.Value?.Trim('"') ?? "utf-8")
            .Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> HasArrived(HttpContext http, MemoryStream bytes, TimeSpan limit)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(limit);
        using var absence = http.RequestServices.GetRequiredService<DoorLimiter>().WaitForClient();
        try
        {
            await http.Request.Body.CopyToAsync(bytes, patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// One mistake does not hide the others: what the body has in the right place is checked all the same.
    /// </summary>
    private static (T Body, RequestErrors Errors, IResult? Problem) ReadWhatIsRight<T>(
        HttpContext http, ReadOnlyMemory<byte> text, JsonTypeInfo<T> json, Func<T, RequestErrors> check)
        where T : class
    {
        var errors = new RequestErrors();
        try
        {
            using var document = JsonDocument.Parse(
                text, new JsonDocumentOptions { MaxDepth = json.Options.MaxDepth });
            using var right = new MemoryStream();
            using (var writer = new Utf8JsonWriter(right))
                new JsonShape(json, errors).Check(document.RootElement, writer);
            var body = JsonSerializer.Deserialize(right.GetBuffer().AsSpan(0, (int)right.Length), json);
            if (body is not null)
                errors.AddAll(check(body));
            return (body!, errors, body is null ? Problem.Invalid(http, errors) : null);
        }
        catch (JsonException broken)
        {
            var place = $"line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}";
            errors.Add("body", $"is no JSON, or nested deeper than {json.Options.MaxDepth}, from {place} on");
            return (null!, errors, Problem.Invalid(http, errors));
        }
        catch (InvalidOperationException)
        {
            // What .NET says of half a character, in a member's name for instance.
            errors.Add("body", "has a text that is not well-formed UTF-8 or UTF-16");
            return (null!, errors, Problem.Invalid(http, errors));
        }
    }
}
