using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orders.Testing;

/// <summary>JSON as YAML for people: in blocks, in the order it has, long texts folded.</summary>
internal static class Yaml
{
    private const int Columns = 110;
    private const int LongText = 80;

    private static readonly EmitterSettings Settings = new(
        bestIndent: 2, bestWidth: Columns, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: false,
        indentSequences: true, newLine: "\n");

    /// <summary>Words that YAML takes for something else than text.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "yes", "no", "on", "off", "y", "n", "null",
    };

    public static string Text(JsonNode json)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Write(emitter, json);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (name, value) in members)
                {
                    Write(emitter, name);
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in items)
                    Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Write(emitter, value.GetValue<string>());
                break;
            default:
                emitter.Emit(new Scalar(
                    AnchorName.Empty, TagName.Empty, node?.ToJsonString() ?? "null", ScalarStyle.Plain,
                    isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static void Write(Emitter emitter, string text) => emitter.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));

    /// <summary>Whatever could be read as a number, a date or a word of YAML's is quoted.</summary>
    private static ScalarStyle StyleOf(string text) =>
        text.Length > LongText && text.Contains(' ') ? ScalarStyle.Folded
        : text is [>= 'A' and <= 'Z' or >= 'a' and <= 'z' or '$', ..] && !Reserved.Contains(text) ? ScalarStyle.Plain
        : ScalarStyle.SingleQuoted;
}
