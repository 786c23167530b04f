using System.Text.Json.Nodes;

namespace Tests.Deployment;

/// <summary>The objects in deploy/kubernetes, and how they hang together.</summary>
internal sealed class Manifests
{
    public const string Folder = "deploy/kubernetes";

    private readonly List<JsonObject> all;

    private Manifests(IEnumerable<string> texts) => all = [.. texts.SelectMany(YamlDocuments.Of)];

    /// <summary>The files that are committed, by their names; the kustomization is none of the objects.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } =
        Directory.GetFiles(Path.Combine(Repository.Root, Folder))
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    public static Manifests Of(IEnumerable<KeyValuePair<string, string>> files) =>
        new(files.Where(file => file.Key != "kustomization.yaml").Select(file => file.Value));

    public IEnumerable<JsonObject> Deployments => OfKind("Deployment");

    public IEnumerable<JsonObject> Jobs => OfKind("Job");

    public IEnumerable<JsonObject> OfKind(string kind) => all.Where(item => item["kind"]?.ToString() == kind);

    public static string NameOf(JsonObject item) => item["metadata"]?["name"]?.ToString() ?? "";

    public static JsonNode Pod(JsonObject item) => item["spec"]!["template"]!["spec"]!;

    /// <summary>Each pod has one.</summary>
    public static JsonNode Container(JsonObject item) => Pod(item)["containers"].Items().Single();

    /// <summary>Whether a selector finds an object's pods.</summary>
    public static bool Selects(JsonNode? labels, JsonObject item) =>
        labels.Members().Any() && labels.Members().All(label =>
            item["spec"]?["template"]?["metadata"]?["labels"]?[label.Key]?.ToString() == label.Value?.ToString());

    /// <summary>The ConfigMaps and Secrets that its container takes its environment from.</summary>
    public static IEnumerable<(string Kind, string Name)> SourcesOf(JsonObject item) =>
        from source in Container(item)["envFrom"].Items()
        from reference in source.Members()
        select (reference.Key switch
        {
            "configMapRef" => "ConfigMap",
            "secretRef" => "Secret",
            var other => other,
        }, reference.Value!["name"]!.ToString());

    /// <summary>All variables of its container, in the order in which they are set.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> EnvironmentOf(JsonObject item) =>
        SourcesOf(item).SelectMany(source => ValuesOf(source.Kind, source.Name))
            .Concat(Container(item)["env"].Items().Select(
                variable => KeyValuePair.Create(variable["name"]!.ToString(), variable["value"])));

    private IEnumerable<KeyValuePair<string, JsonNode?>> ValuesOf(string kind, string name) =>
        OfKind(kind).Where(item => NameOf(item) == name)
            .SelectMany(item => item["data"].Members().Concat(item["stringData"].Members()));
}
