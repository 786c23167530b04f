using System.Text.RegularExpressions;

namespace Tests.Deployment;

/// <summary>A file like .env, as Compose reads it, and what it puts into texts.</summary>
internal static partial class EnvironmentFile
{
    /// <summary>The variables, in which those before may stand.</summary>
    /// <param name="text">The file.</param>
    /// <param name="withSuggested">Whether those count, too, that stand there as a comment.</param>
    public static Dictionary<string, string> Read(string text, bool withSuggested = false)
    {
        var found = new Dictionary<string, string>();
        foreach (var line in text.Split('\n'))
        {
            if (Variable().Match(withSuggested ? line.TrimStart('#', ' ') : line) is { Success: true } match)
                found[match.Groups[1].Value] = Filled(match.Groups[2].Value, found);
        }

        return found;
    }

    /// <summary>The variables that a text asks for.</summary>
    public static IEnumerable<string> AskedFor(string text) =>
        Reference().Matches(text).Where(match => match.Groups[1].Success).Select(match => match.Groups[1].Value);

    /// <summary>The text with its variables filled in.</summary>
    public static string Filled(string text, IReadOnlyDictionary<string, string> variables) =>
        Reference().Replace(text, match => !match.Groups[1].Success ? "$"
            : variables.TryGetValue(match.Groups[1].Value, out var value) ? value
            : throw new KeyNotFoundException($"{match.Groups[1].Value} is not set."));

    [GeneratedRegex(@"^([A-Z][A-Z_]*)=(.*)$")]
    private static partial Regex Variable();

    /// <summary>Two dollars are one that means nothing.</summary>
    [GeneratedRegex(@"\$\$|\$\{([A-Z_]+)(?::\?[^}]*)?\}")]
    private static partial Regex Reference();
}
