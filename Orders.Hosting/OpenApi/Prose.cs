using System.Text.RegularExpressions;

namespace Orders.Hosting;

/// <summary>Texts as they are written in the source and as they are published.</summary>
internal static partial class Prose
{
    /// <summary>The lines of a paragraph, or of an item of a list, as one.</summary>
    public static string Unfolded(string text) => LineBreaks().Replace(text.Trim(), " ");

    /// <summary>What an example is called that says so much of itself.</summary>
    public static string NameOf(string words) =>
        OtherThanLetters().Replace(words.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex(@"(?<!\n)\n *(?![\n*])")]
    private static partial Regex LineBreaks();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex OtherThanLetters();
}
