using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Contracts;

namespace Orders.Testing;

/// <summary>The JSON Schema of a message: its record, in the words of the record's docs, with an example.</summary>
/// <param name="Version">Which it is.</param>
/// <param name="Json">The schema.</param>
internal sealed record MessageSchema(SchemaVersion Version, JsonObject Json)
{
    /// <summary>As messages are written: numbers in quotes are read too, and never sent.</summary>
    private static readonly JsonSerializerOptions Written = new(ContractJson.Default.Options)
    {
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        // What is in a list is not null, and neither is a message.
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    /// <summary>
    /// The schema of today. It has the highest version released where it is the same, else the next minor one: the same
    /// version is never two schemas.
    /// </summary>
    public static MessageSchema Of(Contract contract, IReadOnlyList<ReleasedSchema> released)
    {
        var version = SchemaVersion.First(contract);
        var latest = released.Where(schema => schema.Version.Name == contract.Name)
            .MaxBy(schema => schema.Version.Minor);
        if (latest is null)
            return Of(contract, version);
        var same = Of(contract, latest.Version);
        return JsonNode.DeepEquals(same.Json, latest.Json)
            ? same
            : Of(contract, version with { Minor = latest.Version.Minor + 1 });
    }

    private static MessageSchema Of(Contract contract, SchemaVersion version)
    {
        var json = Written.GetJsonSchemaAsNode(contract.Type, Exporter).AsObject();
        json.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        json.Insert(1, "$id", version.Id);
        json.Add("examples", new JsonArray(
            JsonSerializer.SerializeToNode(Examples.Of(contract.Type), contract.Json)));
        return new MessageSchema(version, json);
    }

    private static JsonObject Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var json = schema.AsObject();
        if (FormatOf(context.TypeInfo.Type) is { } format)
            json.Insert(json.IndexOf("type") + 1, "format", format);
        var isRecord = context.TypeInfo.Kind == JsonTypeInfoKind.Object;
        var description = context.PropertyInfo is { } member ? ContractDocs.OfMember(member.DeclaringType, member.Name)
            : isRecord ? ContractDocs.Of(context.TypeInfo.Type)
            : null;
        if (description is not null)
            json.Insert(0, "description", description);
        if (isRecord)
            json.Insert(0, "title", context.TypeInfo.Type.Name);
        return json;
    }

    private static string? FormatOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) => "int32",
        var number when number == typeof(long) => "int64",
        _ => null,
    };
}
