using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tests.Journey.Api;

/// <summary>Requests as they stand on the wire, and what is answered.</summary>
internal static class Requests
{
    public const string Order =
        """{"customerId":"c-42","currency":"EUR","paymentToken":"tok_ok","lines":"""
        + """[{"sku":"WIDGET","quantity":2,"unitPriceMinor":1250}]}""";

    public static async Task<HttpResponseMessage> Send(
        this HttpClient http, HttpMethod method, string path, string? body = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            Assert.That(request.Headers.TryAddWithoutValidation(name, value));
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        // A stream has no end.
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            await response.Content.LoadIntoBufferAsync();
        return response;
    }

    public static async Task<Guid> IdOf(this HttpResponseMessage response) =>
        (await response.Json()).GetProperty("id").GetGuid();

    public static Task<JsonElement> Json(this HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>What an installation says of its own routes.</summary>
    public static async Task<JsonObject> ReadOpenApi(this HttpClient http) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!.AsObject();

    /// <summary>The names of all that is wrong.</summary>
    public static async Task<string[]> Errors(this HttpResponseMessage response)
    {
        var problem = await response.Json();
        return problem.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateObject().Select(error => error.Name)]
            : [];
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>Posts a text as it is, said to be of a media type.</summary>
    public static async Task<HttpResponseMessage> PostText(
        this HttpClient http, string path, string body, string mediaType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return await http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>
    /// The answer is a problem that names all that is wrong, where names are given, and shows nothing of this program.
    /// </summary>
    public static async Task IsProblem(
        this HttpResponseMessage response, HttpStatusCode status, params string[] names)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        var problem = JsonElement.Parse(text);
        var traceId = problem.GetProperty("traceId").GetString();
        Assert.That(traceId, Is.Not.Empty);

        // The id of a trace may have any digits, those of a card number too.
        var said = text.Replace(traceId!, "", StringComparison.Ordinal);
        Assert.That(said, Does.Not.Contain("System.").And.Not.Contain("Exception").And.Not.Contain("4111"));
        if (names.Length > 0)
            Assert.That(
                problem.GetProperty("errors").EnumerateObject().Select(error => error.Name),
                Is.EquivalentTo(names), text);
    }
}
