namespace Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The sources, by path from the root, without what tools have written.</summary>
    public static IEnumerable<(string Path, string Text)> Sources() =>
        Files(".cs").Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal));

    /// <summary>What has one of the endings, by path from the root, without what was built or is data.</summary>
    public static IEnumerable<(string Path, string Text)> Files(params string[] endings) =>
        from folder in Directory.GetDirectories(Root).Append(Root)
        where Path.GetFileName(folder) is var name && name[0] != '.' && name is not ("artifacts" or "data")
        from file in Directory.EnumerateFiles(
            folder, "*", folder == Root ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)
        where endings.Contains(Path.GetExtension(file))
        select (Path.GetRelativePath(Root, file), File.ReadAllText(file));

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
