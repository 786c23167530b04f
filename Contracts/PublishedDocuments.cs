using System.Reflection;

namespace Contracts;

/// <summary>The documents that describe the messages, as they were when this was built.</summary>
public static class PublishedDocuments
{
    private static readonly Assembly Assembly = typeof(PublishedDocuments).Assembly;

    private static readonly Dictionary<string, string> Schemas = Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith("schemas/", StringComparison.Ordinal))
        .ToDictionary(NameOf);

    /// <summary>Topics, who writes and reads them and what is on them: AsyncAPI, as YAML.</summary>
    public static Stream AsyncApi() => Assembly.GetManifestResourceStream("asyncapi.yaml")!;

    /// <summary>The JSON Schema of a message; null where none is called so.</summary>
    /// <param name="name">Its name on the wire, header <c>ce_type</c>.</param>
    public static Stream? Schema(string name) =>
        Schemas.TryGetValue(name, out var resource) ? Assembly.GetManifestResourceStream(resource) : null;

    /// <summary>What <c>schemas/orders.order_created/1.0.json</c> describes is orders.order_created.v1.</summary>
    private static string NameOf(string resource)
    {
        var parts = resource.Split('/', '\\');
        return $"{parts[1]}.v{parts[2].Split('.')[0]}";
    }
}
