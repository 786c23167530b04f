using System.Text.RegularExpressions;

namespace Tests.Documents;

/// <summary>Something to type, as a document has it.</summary>
/// <param name="Document">Its path from the root.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Text">All of it, with its line breaks.</param>
internal sealed partial record DocumentedCommand(string Document, int Line, string Text)
{
    /// <summary>What a document has of them: in blocks of code, and in code within a line.</summary>
    public static IEnumerable<DocumentedCommand> In(Markdown document) =>
    [
        .. document.Blocks.SelectMany(block => InBlock(document.Path, block.Line, block.Text)),
        .. document.Spans.Where(span => Begins().IsMatch(span.Text))
            .Select(span => new DocumentedCommand(document.Path, span.Line, span.Text)),
    ];

    public override string ToString() => $"{Document}:{Line} {Text.Split('\n')[0]}";

    /// <summary>A line that begins with no program goes on with the command above it.</summary>
    private static IEnumerable<DocumentedCommand> InBlock(string document, int line, string block)
    {
        var lines = block.Split('\n');
        for (var index = 0; index < lines.Length;)
        {
            var length = 1 + lines.Skip(index + 1).TakeWhile(next => !Begins().IsMatch(next)).Count();
            if (Begins().IsMatch(lines[index]))
                yield return new DocumentedCommand(
                    document, line + index, string.Join('\n', lines.Skip(index).Take(length)).TrimEnd());
            index += length;
        }
    }

    [GeneratedRegex(
        """
        ^([A-Z]\w*=('[^']*'|\S*)\s+)*
        (\./dev\s+\w | (curl|docker|dotnet|git|kubectl|kill|psql|sqlcmd|export|\S*make-feed)\s+\S | artifacts/bin/\S
        | (Orders\.\w+|Payments\.Worker|Inventory\.Worker)\s+[a-z-])
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Begins();
}
