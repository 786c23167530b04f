using System.Text.Json.Nodes;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>Whoever relies on a released version of a message can rely on every later one of the same major.</summary>
[Category("Unit")]
internal sealed class SchemasOnlyGrow
{
    private const string Before = """
        {
          "$id": "1.0", "description": "a message", "type": "object",
          "properties": {
            "id": {"type": "string", "format": "uuid"},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "lines": {"type": "array", "items": {
              "type": "object",
              "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer", "format": "int32"}},
              "required": ["sku"]}},
            "place": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
            "note": {"type": ["string", "null"], "default": null}
          },
          "required": ["id", "lines", "place"]
        }
        """;

    private static readonly List<SchemaVersion> Today =
    [
        .. global::Orders.Testing.Documents.OfMessages(Repository.Root)
            .Select(document => SchemaVersion.OfFile(document.Path))
            .OfType<SchemaVersion>(),
    ];

    [TestCaseSource(typeof(Published), nameof(Published.EveryReleasedSchema))]
    public void Nothing_that_was_released_has_gone_or_changed(ReleasedSchema released)
    {
        var today = Today.Find(version => version.Name == released.Version.Name);

        Assert.That(today, Is.Not.Null, "nobody describes it any more");
        Assert.That(
            SchemaChanges.Breaking(released.Json, Published.FromJson(today!.File)), Is.Empty,
            "It was released: what is new must be optional, and any other change makes another message of it.");
    }

    /// <summary>Else all would be well without them.</summary>
    [Test]
    public void The_schemas_that_were_released_are_there() =>
        Assert.That(ReleasedSchemas.In(Repository.Root), Has.Count.AtLeast(19));

    [TestCase("$.properties", "note", null, "the message.note is missing")]
    [TestCase("$.properties.lines.items.properties", "quantity", null, "the message.lines[].quantity is missing")]
    [TestCase("$.properties.place.properties", "city", null, "the message.place.city is missing")]
    [TestCase("$.properties.id", "type", "\"integer\"", "the message.id has type \"integer\", and had \"string\"")]
    [TestCase("$.properties.id", "type", """["string","null"]""",
        """the message.id has type ["string","null"], and had """)]
    [TestCase("$.properties.note", "type", "\"string\"",
        """the message.note has type "string", and had ["string","null"]""")]
    [TestCase("$.properties.lines.items.properties.sku", "type", "\"integer\"",
        "the message.lines[].sku has type \"integer\", and had \"string\"")]
    [TestCase("$.properties.place.properties.city", "type", "\"integer\"",
        "the message.place.city has type \"integer\", and had \"string\"")]
    [TestCase("$.properties.lines.items.properties.quantity", "format", "\"int64\"",
        "the message.lines[].quantity has format \"int64\", and had \"int32\"")]
    [TestCase("$.properties.lines", "items", null, "the message.lines has items none, and had {")]
    [TestCase("$", "required", """["id","lines","place","note"]""", "the message.note is required now")]
    [TestCase("$", "required", """["id","lines","place","more"]""", "the message.more is required now")]
    [TestCase("$.properties.lines.items", "required", """["sku","quantity"]""",
        "the message.lines[].quantity is required now")]
    [TestCase("$", "required", """["lines","place"]""", "the message.id is not required any more")]
    [TestCase("$.properties.place", "required", null, "the message.place.city is not required any more")]
    [TestCase("$.properties.kind", "enum", """["a","c"]""", "the message.kind may no longer be \"b\"")]
    [TestCase("$.properties.note", "enum", """["a"]""", """the message.note has enum ["a"], and had none""")]
    [TestCase("$.properties.id", "maxLength", "36", "the message.id has maxLength 36, and had none")]
    [TestCase("$", "additionalProperties", "false", "the message has additionalProperties false, and had none")]
    public void A_change_that_breaks_somebody_is_told(string at, string keyword, string? value, string told) =>
        Assert.That(Changed(at, keyword, value), Has.Count.EqualTo(1).And.All.StartsWith(told));

    [TestCase("$.properties", "more", """{"type": ["integer", "null"]}""")]
    [TestCase("$.properties.lines.items.properties", "more", """{"type": "string"}""")]
    [TestCase("$.properties.kind", "enum", """["a","b","c"]""")]
    [TestCase("$.properties.kind", "enum", null)]
    [TestCase("$", "description", "\"a message, in other words\"")]
    [TestCase("$.properties.place.properties.city", "title", "\"City\"")]
    public void What_breaks_nobody_may_change(string at, string keyword, string? value) =>
        Assert.That(Changed(at, keyword, value), Is.Empty);

    private static List<string> Changed(string at, string keyword, string? value)
    {
        var schema = JsonNode.Parse(Before)!.AsObject();
        var part = at.Split('.').Skip(1).Aggregate(schema, (parent, name) => parent[name]!.AsObject());
        if (value is null)
            part.Remove(keyword);
        else
            part[keyword] = JsonNode.Parse(value);
        return [.. SchemaChanges.Breaking(JsonNode.Parse(Before)!.AsObject(), schema)];
    }
}
