using System.Text.Json;

namespace Orders.Api;

/// <summary>
/// Says what is wrong with a JSON text to whoever wrote it: by the member's name, with the value that stands there, and
/// in no words of this program.
/// </summary>
internal static class JsonProblem
{
    private const int MostShown = 40;

    public static (string Name, string Error) Of(JsonException exception, ReadOnlyMemory<byte> text)
    {
        var path = exception.Path?.TrimStart('$').TrimStart('.') ?? "";
        var name = path.Length == 0 ? "body" : CardNumbers.Masked(path);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException broken)
        {
            return ("body", $"is no JSON from line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1} on");
        }

        using (document)
        {
            if (exception.Message.Contains("could not be mapped", StringComparison.Ordinal))
                return (name, "is not a member that is known here");
            if (exception.Message.Contains("uplicate", StringComparison.Ordinal))
                return (name, "must not come twice");
            return (name, Find(document.RootElement, path) is { } value
                ? $"must be {Wanted(path)}, but is {Shown(value)}"
                : "must be an object with all its members");
        }
    }

    private static string Wanted(string path) => path.Split('.')[^1].Split('[')[0] switch
    {
        "quantity" or "unitPriceMinor" => "a whole number",
        "lines" when path.EndsWith(']') => "an object",
        "lines" => "a list",
        "" => "an object",
        _ => "a text",
    };

    /// <summary>What stands at a path such as <c>lines[0].quantity</c>; null where nothing does.</summary>
    private static JsonElement? Find(JsonElement element, string path)
    {
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            if (step.EndsWith(']') && int.TryParse(step[..^1], out var index))
            {
                if (element.ValueKind != JsonValueKind.Array || index >= element.GetArrayLength())
                    return null;
                element = element[index];
            }
            else if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
            {
                return null;
            }
        }

        return element;
    }

    private static string Shown(JsonElement value)
    {
        var raw = CardNumbers.Masked(value.GetRawText());
        return raw.Length > MostShown ? raw[..MostShown] + "…" : raw;
    }
}
