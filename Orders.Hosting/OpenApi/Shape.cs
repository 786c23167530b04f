using System.Text.Json.Nodes;

namespace Orders.Hosting;

/// <summary>
/// What one value has to look like, as JSON Schema says it. The numbers come from whoever checks the value.
/// </summary>
public sealed class Shape
{
    /// <summary>More than blanks, and nothing that controls a terminal.</summary>
    private const string Printable = @"^(?=.*\S)[^\u0000-\u001f\u007f-\u009f]*$";

    private readonly JsonObject keywords;

    private Shape(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        keywords = new JsonObject { ["type"] = type };
        foreach (var (name, value) in more)
            keywords[name] = value;
    }

    /// <summary>An id.</summary>
    public static Shape Id { get; } = new("string", ("format", "uuid"));

    /// <summary>A time with its offset.</summary>
    public static Shape Time { get; } = new("string", ("format", "date-time"));

    /// <summary>A path of this API, to be put behind its address.</summary>
    public static Shape Path { get; } = new("string", ("format", "uri-reference"));

    /// <summary>true or false.</summary>
    public static Shape Flag { get; } = new("boolean");

    /// <summary>A text that is printable and not blank.</summary>
    public static Shape Text(int longest) =>
        new("string", ("minLength", 1), ("maxLength", longest), ("pattern", Printable));

    /// <summary>Any text that is not empty.</summary>
    public static Shape AnyText(int longest) => new("string", ("minLength", 1), ("maxLength", longest));

    /// <summary>A text that a regular expression describes.</summary>
    public static Shape Like(string pattern) => new("string", ("pattern", pattern));

    /// <summary>One of a few words, and there will be no others.</summary>
    public static Shape OneOf(params IEnumerable<string> words) => new("string", ("enum", ArrayOf(words)));

    /// <summary>One of a few words today; others may come, and who reads them has to live with that.</summary>
    public static Shape Known(params IEnumerable<string> words) => new("string", ("x-extensible-enum", ArrayOf(words)));

    /// <inheritdoc cref="Known(IEnumerable{string})"/>
    /// <param name="constants">What has the words as its constants.</param>
    public static Shape Known(Type constants) => Known(constants.GetFields().Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!));

    /// <summary>Any of a few words, several at a time.</summary>
    public static Shape AnyOf(params IEnumerable<string> words) => new("array", ("items", OneOf(words).ToJson()));

    /// <summary>A whole number.</summary>
    public static Shape Whole(long least, long most, long? otherwise = null) => otherwise is null
        ? new("integer", ("minimum", least), ("maximum", most))
        : new("integer", ("minimum", least), ("maximum", most), ("default", otherwise));

    /// <summary>A whole number without an upper limit of its own.</summary>
    public static Shape AtLeast(long least) => new("integer", ("minimum", least));

    /// <summary>A list of so many.</summary>
    public static Shape Items(int least, int most) => new("array", ("minItems", least), ("maxItems", most));

    /// <summary>A schema of its own.</summary>
    internal JsonObject ToJson() => keywords.DeepClone().AsObject();

    /// <summary>Adds to the schema of a member what its type does not say.</summary>
    internal void AddTo(JsonObject schema)
    {
        foreach (var (name, value) in keywords)
        {
            if (name != "type")
                schema[name] = value?.DeepClone();
        }

        // Null is a value that an enumeration has to have like any other.
        if (schema["enum"] is JsonArray words && schema["type"] is JsonArray)
            words.Add(null);
    }

    private static JsonArray ArrayOf(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];
}
