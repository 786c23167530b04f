using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tests.Deployment;

/// <summary>YAML as Compose and Kubernetes read it.</summary>
internal static class YamlDocuments
{
    private const string Merge = "<<";

    /// <summary>All documents of a file; anchors are followed and merges done.</summary>
    public static IReadOnlyList<JsonObject> Of(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Merged((YamlMappingNode)document.RootNode))];
    }

    /// <summary>The members of an object, none where there is none.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonNode? node) =>
        node as JsonObject ?? [];

    /// <summary>The items of a list, none where there is none.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>The items of a list of texts.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node) => node.Items().Select(item => item.ToString());

    private static JsonNode? Converted(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Merged(mapping),
        YamlSequenceNode list => new JsonArray([.. list.Select(Converted)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Typed(plain.Value!),
        YamlScalarNode quoted => quoted.Value,
        _ => throw new NotSupportedException($"A {node.NodeType} is not read here."),
    };

    private static JsonNode? Typed(string value) => value switch
    {
        "" or "~" or "null" => null,
        "true" or "false" => value == "true",
        _ => long.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : value,
    };

    /// <summary>What stands in the mapping itself wins over what is merged into it, and there the first one.</summary>
    private static JsonObject Merged(YamlMappingNode mapping)
    {
        var own = mapping.Where(pair => NameOf(pair.Key) != Merge)
            .Select(pair => KeyValuePair.Create(NameOf(pair.Key), Converted(pair.Value)));
        var merged = mapping.Where(pair => NameOf(pair.Key) == Merge)
            .SelectMany(pair => pair.Value as YamlSequenceNode ?? Enumerable.Repeat(pair.Value, 1))
            .SelectMany(source => Merged((YamlMappingNode)source).Select(
                pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return new JsonObject(own.Concat(merged).DistinctBy(pair => pair.Key));
    }

    private static string NameOf(YamlNode key) => ((YamlScalarNode)key).Value!;
}
