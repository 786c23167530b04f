namespace Orders.Testing;

/// <summary>A committed file that is written by a program.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Content">What it has to be.</param>
internal sealed record Document(string Path, string Content)
{
    /// <summary>Whether the file is what it has to be.</summary>
    public bool IsIn(string root) =>
        File.Exists(PathIn(root)) && File.ReadAllText(PathIn(root)) == Content;

    public void Write(string root)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PathIn(root))!);
        File.WriteAllText(PathIn(root), Content);
    }

    private string PathIn(string root) => System.IO.Path.Combine(root, Path);
}
