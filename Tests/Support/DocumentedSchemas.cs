using System.Text.Json.Nodes;
using Json.Schema;

namespace Tests;

/// <summary>Holds values against the schemas of an OpenAPI document.</summary>
internal sealed class DocumentedSchemas(JsonObject document)
{
    private static readonly EvaluationOptions Strict = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    /// <summary>What is wrong with a value; nothing where it is as the schema says.</summary>
    public IEnumerable<string> Faults(JsonNode schema, JsonNode? value)
    {
        var whole = schema.DeepClone().AsObject();
        whole["$defs"] = document["components"]!["schemas"]!.DeepClone();
        var text = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var result = JsonSchema.FromText(text).Evaluate(value, Strict);
        return result.IsValid
            ? []
            : result.Details.Where(detail => detail.HasErrors)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
    }
}
