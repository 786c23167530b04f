using Contracts;

namespace Orders.Testing;

/// <summary>The documents that the repository publishes, as the code has them now.</summary>
internal static class Documents
{
    /// <summary>All of them.</summary>
    /// <param name="root">The repository; what it has released tells which version each schema is.</param>
    public static async Task<IReadOnlyList<Document>> Of(string root) =>
    [
        .. OfMessages(root),
        new Document("Orders.Api/openapi.json", await OpenApi.OfOrdersApi().ConfigureAwait(false)),
        .. SqlScripts.All,
    ];

    /// <summary>Those of the messages.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<Document> OfMessages(string root)
    {
        var released = ReleasedSchemas.In(root);
        var schemas = Catalogue.All.Select(contract => MessageSchema.Of(contract, released)).ToList();
        return
        [
            .. schemas.Select(schema => new Document(schema.Version.File, PublishedJson.Text(schema.Json))),
            new Document("Contracts/asyncapi.yaml", Yaml.Text(AsyncApi.Of(schemas))),
        ];
    }

    /// <summary>Schemas of other versions than today's, which are only kept where they were released.</summary>
    public static IEnumerable<string> Stale(string root, IReadOnlyList<Document> documents) =>
        from file in Directory.EnumerateFiles(
            Path.Combine(root, SchemaVersion.Folder), "*.json", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(root, file).Replace('\\', '/')
        where !path.StartsWith(SchemaVersion.ReleasedFolder, StringComparison.Ordinal)
        where documents.All(document => document.Path != path)
        select path;
}
