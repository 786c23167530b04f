using System.Text.RegularExpressions;

namespace Tests.House;

/// <summary>Prose and identifiers as the words that they are made of.</summary>
internal static partial class Words
{
    /// <summary>In lower case and a space apart: GroupCommit, group_commit and "Group commit" are the same.</summary>
    public static string Of(string text) =>
        string.Join(' ', Word().Matches(text).Select(match => match.Value)).ToLowerInvariant();

    /// <summary>What a document says itself: without code, paths and addresses, on the lines as they were.</summary>
    public static string ProseOf(string text) =>
        NoProse().Replace(text, match => " . " + new string('\n', match.Value.Count(sign => sign == '\n')));

    /// <summary>What a comment says, without the signs that make it one.</summary>
    public static string ProseOfComment(string text) => ProseOf(Slashes().Replace(text, ""));

    [GeneratedRegex(@"^\s*(//+|/?\*+)", RegexOptions.Multiline)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Nd}+")]
    private static partial Regex Word();

    [GeneratedRegex(
        """
        (?s:```.*?```) | `[^`\n]*` | \]\([^)\n]*\) | https?://[^\s"]+ | ^[ ]{4}[^\n]*$
        | <c>[^<]*</c> | <code>[^<]*</code> | \w+="[^"]*"
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NoProse();
}
