using System.Text.RegularExpressions;

namespace Tests.Documents;

/// <summary>A document, by its path from the root of the repository.</summary>
internal sealed partial record Markdown(string Path, string Text)
{
    /// <summary>Every document of the repository.</summary>
    public static IReadOnlyList<Markdown> All { get; } =
        [.. Repository.Files(".md").Select(file => new Markdown(file.Path, file.Text))];

    /// <summary>Where its links lead, by line; what is code is no link.</summary>
    public IEnumerable<(int Line, string Target)> Links =>
        from line in Prose.Index()
        from Match link in Link().Matches(Span().Replace(line.Item, ""))
        select (line.Index + 1, link.Groups[1].Value);

    /// <summary>What a link may name behind its <c>#</c>, as GitHub makes it of headings.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>();
            foreach (var heading in Prose.Select(line => Heading().Match(line)).Where(match => match.Success))
            {
                var words = NoAnchor().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "");
                var anchor = words.Replace(' ', '-');
                for (var number = 1; !anchors.Add(anchor); number++)
                    anchor = $"{words.Replace(' ', '-')}-{number}";
            }

            return anchors;
        }
    }

    /// <summary>Blocks of code that are no C#, fenced or indented, with the line at which they begin.</summary>
    public IEnumerable<(int Line, string Text)> Blocks
    {
        get
        {
            var block = new List<string>();
            var fence = "";
            var lines = Text.Split('\n');
            for (var index = 0; index <= lines.Length; index++)
            {
                var line = index < lines.Length ? lines[index] : "";
                if (fence.Length == 0 && line.StartsWith("    ", StringComparison.Ordinal))
                {
                    block.Add(line[4..]);
                    continue;
                }

                var isFence = line.StartsWith("```", StringComparison.Ordinal);
                if (fence.Length > 0 && !isFence)
                {
                    block.Add(line);
                    continue;
                }

                if (block.Count > 0 && fence != "```csharp")
                    yield return (index - block.Count + 1, string.Join('\n', block));
                block.Clear();
                fence = isFence && fence.Length == 0 ? line.Trim() : "";
            }
        }
    }

    /// <summary>Code within a line of prose.</summary>
    public IEnumerable<(int Line, string Text)> Spans =>
        from line in Prose.Index()
        from Match span in Span().Matches(line.Item)
        select (line.Index + 1, span.Value.Trim('`'));

    /// <summary>The cells of the tables' rows, without those of their heads.</summary>
    public IEnumerable<string[]> Rows =>
        from line in Prose.Index()
        where line.Item.StartsWith('|') && !IsRule(line.Item) && !IsRule(Prose.ElementAtOrDefault(line.Index + 1))
        select Cell().Split(line.Item.Trim('|', ' ')).Select(cell => cell.Trim()).ToArray();

    /// <summary>Its lines, with those of blocks left empty.</summary>
    private IReadOnlyList<string> Prose
    {
        get
        {
            var isFenced = false;
            return [.. Text.Split('\n').Select(line =>
            {
                var isFence = line.StartsWith("```", StringComparison.Ordinal);
                isFenced ^= isFence;
                return isFenced || isFence || line.StartsWith("    ", StringComparison.Ordinal) ? "" : line;
            })];
        }
    }

    /// <summary>What stands below a heading, as a document of its own.</summary>
    public Markdown Below(string heading)
    {
        var lines = Text.Split('\n');
        var begin = Array.FindIndex(lines, line => Heading().Match(line).Groups[1].Value == heading);
        return begin < 0
            ? throw new InvalidDataException($"{Path} has no heading '{heading}'.")
            : new Markdown(Path, string.Join('\n', lines.Skip(begin + 1).TakeWhile(line => !Heading().IsMatch(line))));
    }

    private static bool IsRule(string? line) => line?.StartsWith("|-", StringComparison.Ordinal) == true
        || line?.StartsWith("| -", StringComparison.Ordinal) == true;

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Span();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]")]
    private static partial Regex NoAnchor();
}
