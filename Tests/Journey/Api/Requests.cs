using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

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
}
