using System.Globalization;
using System.Text.Json.Nodes;

namespace Tests;

/// <summary>A body of which one member is at a limit, or beyond it.</summary>
/// <param name="Name">The member, as an error would name it.</param>
/// <param name="What">What is special about it.</param>
/// <param name="Body">The body.</param>
/// <param name="IsRight">Whether the schema allows it.</param>
internal sealed record Probe(string Name, string What, JsonNode Body, bool IsRight);

/// <summary>Makes of a schema and an example what shows that the limits of the one hold.</summary>
internal static class Probes
{
    private const string NoSuchWord = "no-such-word";

    /// <summary>For every member of a body, however deep.</summary>
    public static IEnumerable<Probe> Of(Operation operation, JsonObject schema, JsonNode example) =>
        OfObject(operation, schema, example.AsObject(), "", changed => changed);

    /// <summary>For a parameter, by what stands in the query.</summary>
    public static IEnumerable<(string Value, bool IsRight)> Of(JsonObject schema)
    {
        var one = schema["items"]?.AsObject() ?? schema;
        foreach (var (value, _, isRight) in Values(one))
            yield return (value?.ToString() ?? "", isRight);
        if (one["enum"] is JsonArray words)
        {
            foreach (var word in words)
                yield return ((string)word!, true);
        }
    }

    private static IEnumerable<Probe> OfObject(
        Operation operation, JsonObject schema, JsonObject example, string path, Func<JsonNode, JsonNode> wrap)
    {
        Probe Changed(string name, string what, Action<JsonObject> change, bool isRight)
        {
            var copy = example.DeepClone().AsObject();
            change(copy);
            return new Probe(path + name, what, wrap(copy), isRight);
        }

        if ((bool?)schema["additionalProperties"] == false)
            yield return Changed("noSuchMember", "is there", copy => copy["noSuchMember"] = 1, false);
        foreach (var name in schema["required"]?.AsArray().Select(name => (string)name!) ?? [])
            yield return Changed(name, "is missing", copy => copy.Remove(name), false);
        foreach (var (name, described) in schema["properties"]!.AsObject())
        {
            var member = Schema(operation, described)!;
            foreach (var (value, what, isRight) in Values(member, example[name]))
                yield return Changed(name, what, copy => copy[name] = value?.DeepClone(), isRight);
            var deeper = (example[name], Schema(operation, member["items"])) switch
            {
                (JsonObject value, _) => OfObject(
                    operation, member, value, $"{path}{name}.",
                    changed => Changed(name, "", copy => copy[name] = changed, true).Body),
                (JsonArray values, { } item) when item["properties"] is not null => OfObject(
                    operation, item, values[0]!.AsObject(), $"{path}{name}[0].",
                    changed => Changed(name, "", copy => copy[name]![0] = changed, true).Body),
                _ => [],
            };
            foreach (var probe in deeper)
                yield return probe;
        }
    }

    /// <summary>Values at a limit and beyond it, by the schema of one value.</summary>
    private static IEnumerable<(JsonNode? Value, string What, bool IsRight)> Values(
        JsonObject schema, JsonNode? example = null)
    {
        if ((int?)schema["maxLength"] is { } longest)
        {
            yield return (new string('x', longest), $"has {longest}", true);
            yield return (new string('x', longest + 1), $"has {longest + 1}", false);
        }

        if ((int?)schema["minLength"] is > 0)
            yield return ("", "is empty", false);
        foreach (var (limit, step) in new[] { ("minimum", -1), ("maximum", 1) })
        {
            if ((long?)schema[limit] is not { } last)
                continue;
            yield return (last, $"is {last.ToString(CultureInfo.InvariantCulture)}", true);
            yield return (last + step, $"is {(last + step).ToString(CultureInfo.InvariantCulture)}", false);
        }

        if (schema["enum"] is not null)
            yield return (NoSuchWord, $"is {NoSuchWord}", false);
        if ((int?)schema["maxItems"] is not { } most)
            yield break;
        var item = (example as JsonArray)?[0] ?? $"{Guid.Empty}";
        yield return (Repeated(item, most), $"has {most}", true);
        yield return (Repeated(item, most + 1), $"has {most + 1}", false);
        yield return (new JsonArray(), "has 0", false);
    }

    private static JsonArray Repeated(JsonNode item, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => item.DeepClone())];

    /// <summary>What is said of a value that is there.</summary>
    private static JsonObject? Schema(Operation operation, JsonNode? described) => described is null
        ? null
        : operation.Resolved(described["oneOf"]?[0] ?? described).AsObject();
}
