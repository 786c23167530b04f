using System.Text.Json.Nodes;

namespace Tests.Contracts;

/// <summary>
/// What of the changes to a schema would break somebody. Who writes and who reads may each be older than the other, so
/// nothing goes, nothing changes, and what is new is optional.
/// </summary>
internal static class SchemaChanges
{
    /// <summary>For people: nothing is read or refused because of them.</summary>
    private static readonly string[] Words = ["$id", "title", "description", "examples"];

    /// <summary>What breaks, a sentence each.</summary>
    public static IEnumerable<string> Breaking(JsonObject before, JsonObject now, string path = "the message") =>
        before.Concat(now).Select(member => member.Key).Distinct().Except(Words).SelectMany(keyword => keyword switch
        {
            "properties" => InMembers(Members(before), Members(now), path),
            "required" => InRequired(before, now, path),
            "items" when before["items"] is JsonObject was && now["items"] is JsonObject item =>
                Breaking(was, item, $"{path}[]"),
            "enum" when now["enum"] is null => [],
            "enum" when before["enum"] is JsonArray => Texts(before, "enum").Except(Texts(now, "enum"))
                .Select(value => $"{path} may no longer be {value}"),
            _ => JsonNode.DeepEquals(before[keyword], now[keyword])
                ? Array.Empty<string>()
                : [$"{path} has {keyword} {Shown(now[keyword])}, and had {Shown(before[keyword])}"],
        });

    private static IEnumerable<string> InMembers(JsonObject before, JsonObject now, string path) =>
        before.SelectMany(member => now[member.Key] is JsonObject still
            ? Breaking(member.Value!.AsObject(), still, $"{path}.{member.Key}")
            : [$"{path}.{member.Key} is missing"]);

    /// <summary>Readers that are older insist on what was required, so it may not be left out either.</summary>
    private static IEnumerable<string> InRequired(JsonObject before, JsonObject now, string path)
    {
        var (was, @is) = (Texts(before, "required"), Texts(now, "required"));
        return
        [
            .. @is.Except(was).Select(name => $"{path}.{name.Trim('"')} is required now"),
            .. was.Except(@is).Where(name => Members(now).ContainsKey(name.Trim('"')))
                .Select(name => $"{path}.{name.Trim('"')} is not required any more"),
        ];
    }

    private static JsonObject Members(JsonObject schema) => schema["properties"] as JsonObject ?? [];

    private static List<string> Texts(JsonObject schema, string keyword) =>
        [.. (schema[keyword] as JsonArray ?? []).Select(Shown)];

    private static string Shown(JsonNode? node) => node?.ToJsonString() ?? "none";
}
