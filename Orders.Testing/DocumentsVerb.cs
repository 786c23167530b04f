namespace Orders.Testing;

/// <summary>
/// <c>documents [--release]</c>, in the repository's root: writes the documents that the repository publishes, and with
/// <c>--release</c> keeps their schemas as released.
/// </summary>
internal static class DocumentsVerb
{
    private const string Usage = "usage: documents [--release]";

    public static async Task<int> Run(string[] args)
    {
        if (args is not ([] or ["--release"]))
            return await Refuse(Usage).ConfigureAwait(false);
        var root = Directory.GetCurrentDirectory();
        if (!File.Exists(Path.Combine(root, "Orders.sln")))
            return await Refuse($"'{root}' is not the repository's root: ./dev documents goes there.")
                .ConfigureAwait(false);

        try
        {
            var documents = await Documents.Of(root).ConfigureAwait(false);
            Write(root, documents);
            if (args is ["--release"])
                Release(root, documents);
            Console.WriteLine($"{documents.Count} documents are as the code has them");
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            return await Refuse(exception.Message).ConfigureAwait(false);
        }
    }

    private static void Write(string root, IReadOnlyList<Document> documents)
    {
        foreach (var document in documents.Where(document => !document.IsIn(root)))
        {
            document.Write(root);
            Console.WriteLine($"wrote {document.Path}");
        }

        foreach (var path in Documents.Stale(root, documents).ToList())
        {
            File.Delete(Path.Combine(root, path));
            Console.WriteLine($"deleted {path}");
        }
    }

    private static void Release(string root, IReadOnlyList<Document> documents)
    {
        var known = ReleasedSchemas.In(root).Select(schema => schema.Version).ToHashSet();
        foreach (var version in documents.Select(document => SchemaVersion.OfFile(document.Path)))
        {
            if (version is null || known.Contains(version))
                continue;
            ReleasedSchemas.Add(root, version);
            Console.WriteLine($"released {version.Message} {version.Major}.{version.Minor}");
        }
    }

    private static async Task<int> Refuse(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return 2;
    }
}
