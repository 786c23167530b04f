namespace Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The sources, by path from the root, without what tools have written.</summary>
    public static IEnumerable<(string Path, string Text)> Sources() =>
        from folder in Directory.GetDirectories(Root)
        where Directory.EnumerateFiles(folder, "*.csproj").Any()
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file)
        where !path.Contains("/Migrations/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    /// <summary>A file, by its path from the root.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orders.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} has Orders.sln: tests run in the clone they were built in.");
    }
}
