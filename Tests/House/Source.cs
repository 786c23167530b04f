using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>A file as the compiler reads it, so that a rule sees code and not what only looks like it.</summary>
internal sealed class Source(string path, string text)
{
    private static readonly Lazy<IReadOnlyList<Source>> Parsed = new(() =>
        [.. Repository.Sources().AsParallel().AsOrdered().Select(source => new Source(source.Path, source.Text))]);

    /// <summary>Every file of the repository but what tools have written.</summary>
    public static IReadOnlyList<Source> All => Parsed.Value;

    /// <summary>From the root of the repository.</summary>
    public string Path => path;

    public string Text => text;

    public SyntaxTree Tree { get; } = CSharpSyntaxTree.ParseText(text, path: path);

    public SyntaxNode Root => Tree.GetRoot();

    public string Project => path[..path.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The folder within the project, the first level only; empty for the project's own.</summary>
    public string Folder => path.Split('/') is [_, var folder, _, ..] ? folder : "";

    public bool IsTest => Project == "Tests";

    /// <summary>Whether it lies in a folder or anywhere below; "folder/*" is the folder without those in it.</summary>
    public bool IsIn(string folder) => folder.EndsWith("/*", StringComparison.Ordinal)
        ? System.IO.Path.GetDirectoryName(path) == folder[..^2]
        : path.StartsWith(folder + "/", StringComparison.Ordinal);

    public Complaint Complain(SyntaxNode where, string what) => new(path, LineOf(where.GetLocation()), what);

    public Complaint Complain(SyntaxTrivia where, string what) => new(path, LineOf(where.GetLocation()), what);

    public static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.GetStructure() is DocumentationCommentTriviaSyntax;

    public static int LineOf(Location where) => where.GetLineSpan().StartLinePosition.Line + 1;
}
