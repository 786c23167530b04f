using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orders.Testing;

/// <summary>JSON that is committed: for people, who read it, and for differences, which go line by line.</summary>
internal static class PublishedJson
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Nothing here goes into HTML; an apostrophe is to look like one.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(JsonNode json) => json.ToJsonString(Readable) + "\n";
}
