using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inventory.Worker;

/// <summary>The body of <c>PUT /stock/{sku}</c>, as it may come.</summary>
internal sealed record StockRequest(long? OnHand)
{
    private const string Member = "onHand";
    private const long MostPieces = 1_000_000_000_000;

    /// <summary>
    /// Reads a body strictly: a mistyped member must not silently do nothing. What is wrong is told by member.
    /// </summary>
    public static async Task<(long OnHand, Dictionary<string, string[]> Errors)> Read(HttpRequest request)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(
                request.Body, StockRequestJson.Default.StockRequest, request.HttpContext.RequestAborted);
            return body?.OnHand switch
            {
                null => (0, Wrong(Member, "is missing")),
                < 0 or > MostPieces => (0, Wrong(Member, $"must be 0 to {MostPieces}, but is {body.OnHand}")),
                { } onHand => (onHand, []),
            };
        }
        catch (JsonException exception)
        {
            var name = exception.Path?.TrimStart('$').TrimStart('.');
            return name is null or "" or Member
                ? (0, Wrong(Member, $"must be one whole number, 0 to {MostPieces}, as in {{\"onHand\": 100}}"))
                : (0, Wrong(name, $"is not known; the body has one member, '{Member}'"));
        }
    }

    private static Dictionary<string, string[]> Wrong(string member, string why) => new() { [member] = [why] };
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict, MaxDepth = 8,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StockRequest))]
internal sealed partial class StockRequestJson : JsonSerializerContext;
