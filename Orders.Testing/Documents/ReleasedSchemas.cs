using System.Text;
using System.Text.Json.Nodes;

namespace Orders.Testing;

/// <summary>A schema that others may rely on, with a message of its time.</summary>
internal sealed record ReleasedSchema(SchemaVersion Version, JsonObject Json, JsonObject Sample);

/// <summary>What is kept of every release. Nothing here is ever changed.</summary>
internal static class ReleasedSchemas
{
    public static IReadOnlyList<ReleasedSchema> In(string root)
    {
        var folder = Path.Combine(root, SchemaVersion.ReleasedFolder);
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(SchemaVersion.OfFile)
                .OfType<SchemaVersion>()
                .OrderBy(version => version.Name, StringComparer.Ordinal).ThenBy(version => version.Minor)
                .Select(version => new ReleasedSchema(
                    version, Read(root, version.ReleasedFile), Read(root, version.ReleasedSampleFile))),
        ];
    }

    /// <summary>Keeps a schema as it is now, and its example as the sample.</summary>
    /// <exception cref="IOException">There is one already: whatever was released stays what it was.</exception>
    public static void Add(string root, SchemaVersion version)
    {
        var released = Path.Combine(root, version.ReleasedFile);
        Directory.CreateDirectory(Path.GetDirectoryName(released)!);
        File.Copy(Path.Combine(root, version.File), released, overwrite: false);
        using var sample = new FileStream(Path.Combine(root, version.ReleasedSampleFile), FileMode.CreateNew);
        sample.Write(Encoding.UTF8.GetBytes(PublishedJson.Text(Read(root, version.File)["examples"]![0]!)));
    }

    private static JsonObject Read(string root, string path) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(root, path)))!.AsObject();
}
