using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Orders.Hosting;

/// <summary>Writes records into a document as schemas, each once, under its own name.</summary>
internal sealed class RecordWriter
{
    private readonly OpenApiDocument document;
    private readonly Dictionary<Type, RecordDescription> records;
    private readonly JsonSchemaExporterOptions exporter;

    public RecordWriter(OpenApiDocument document, IEnumerable<RecordDescription> descriptions)
    {
        this.document = document;
        records = descriptions.ToDictionary(record => record.Type);
        exporter = new JsonSchemaExporterOptions
        {
            // What is in a list is not null, and neither is a body.
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Adapt,
        };
    }

    /// <summary>Where the schema of a record is.</summary>
    public OpenApiSchemaReference ReferenceTo(Type type)
    {
        var record = Described(type);
        if (document.Components?.Schemas?.ContainsKey(record.Name) != true)
            document.AddComponent(record.Name, Parsed(SchemaOf(record)));
        return new OpenApiSchemaReference(record.Name, document);
    }

    /// <summary>A schema that is written by hand.</summary>
    public OpenApiSchema Parsed(JsonObject json)
    {
        var schema = new OpenApiJsonReader().ReadFragment<OpenApiSchema>(
            json, OpenApiSpecVersion.OpenApi3_1, document, out var diagnostic);
        return diagnostic.Errors.Count == 0 && schema is not null
            ? schema
            : throw new InvalidOperationException(
                $"'{json.ToJsonString()}' is no schema: {string.Join("; ", diagnostic.Errors)}");
    }

    /// <summary>A header, which may be any value that has a shape.</summary>
    public IOpenApiHeader Header(RouteHeader header) => new OpenApiHeader
    {
        Description = header.Words,
        Schema = Parsed(header.Shape.ToJson()),
        Example = header.Example.DeepClone(),
    };

    private RecordDescription Described(Type type) => records.GetValueOrDefault(type)
        ?? throw new InvalidOperationException(
            $"There is no description of '{type.Name}', which a route reads or answers: add one where its routes are "
            + "described, and register it with them.");

    private JsonObject SchemaOf(RecordDescription record)
    {
        var schema = RouteExample.Json.GetJsonSchemaAsNode(record.Type, exporter).AsObject();
        schema.Insert(0, "description", record.Words);
        var properties = schema["properties"]!.AsObject();
        var (has, described) = (properties.Select(member => member.Key), record.Members.Select(member => member.Name));
        if (has.Except(described).Concat(described.Except(has)).FirstOrDefault() is { } wrong)
            throw new InvalidOperationException(
                $"'{record.Type.Name}' and its description do not agree about the member '{wrong}'.");

        foreach (var member in record.Members)
            properties[member.Name] = SchemaOf(member, properties[member.Name]!, record.IsClosed);
        schema["required"] = new JsonArray(
            [.. record.Members.Where(member => member.IsRequired).Select(member => (JsonNode)member.Name)]);
        if (record.IsClosed)
            schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject SchemaOf(MemberDescription member, JsonNode typed, bool isRequest)
    {
        // What may be anything is `true` as a schema, which has no room for words.
        var schema = typed is JsonObject known ? known.DeepClone().AsObject() : [];
        if (member.IsNeverNull)
            schema = WithoutNull(schema);
        if (isRequest && schema["items"] is JsonObject items)
            schema["items"] = WithoutNull(items);
        // What a constructor takes for a missing argument is nothing that is answered.
        schema.Remove("default");
        member.Shape?.AddTo(schema);
        schema.Insert(0, "description", member.Words);
        return schema;
    }

    private static JsonObject WithoutNull(JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray alternatives)
            return alternatives[0]!.DeepClone().AsObject();
        var strict = schema.DeepClone().AsObject();
        if (strict["type"] is JsonArray types)
            strict["type"] = types.Single(type => (string?)type != "null")!.DeepClone();
        return strict;
    }

    /// <summary>A number says how large it may get, and a record within a record stands under its own name.</summary>
    private JsonNode Adapt(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(int) || type == typeof(long))
            schema["format"] = type == typeof(int) ? "int32" : "int64";
        if (context.Path.IsEmpty || context.TypeInfo.Kind != JsonTypeInfoKind.Object)
            return schema;
        ReferenceTo(context.TypeInfo.Type);
        var reference = new JsonObject
        {
            ["$ref"] = $"#/components/schemas/{Described(context.TypeInfo.Type).Name}",
        };
        return schema["type"] is JsonArray
            ? new JsonObject { ["oneOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
            : reference;
    }
}
