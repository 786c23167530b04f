using System.Text.RegularExpressions;

namespace Tests.House;

/// <summary>Each word of the house has a sentence and a file in docs/glossary.md, and the file has the word.</summary>
[Category("Unit")]
internal sealed partial class Glossary
{
    public const string Document = "docs/glossary.md";

    [Test]
    public void Each_word_is_where_it_is_said_to_be() => Assert.That(
        Wrong(Repository.Text(Document), path =>
            File.Exists(Path.Combine(Repository.Root, path)) ? Repository.Text(path) : null),
        Is.Empty);

    [TestCase("| undo | Takes back a step. | [Undo.cs](../A/Undo.cs) |", null)]
    [TestCase("| group commit | Many units at once. | [Undo.cs](../A/Undo.cs) |", null)]
    [TestCase("| undo | Takes back a step. | [Gone.cs](../A/Gone.cs) |", "undo: A/Gone.cs is not there")]
    [TestCase("| undo | Takes back a step. | [Do.cs](../A/Undo.cs) |", "undo: the link to A/Undo.cs is called Do.cs")]
    [TestCase("| saga | A process. | [Undo.cs](../A/Undo.cs) |", "saga: A/Undo.cs does not have the word")]
    [TestCase("| undo | Takes back. Or not. | [Undo.cs](../A/Undo.cs) |", "undo: one sentence says it")]
    [TestCase("| undo | takes back a step | [Undo.cs](../A/Undo.cs) |", "undo: one sentence says it")]
    [TestCase("| undo | Takes back a step. | A/Undo.cs |", "| undo | Takes back a step. | A/Undo.cs | is no entry")]
    [TestCase(
        "| undo | A. | [Undo.cs](../A/Undo.cs) |\n| undo | B. | [Undo.cs](../A/Undo.cs) |", "undo: stands here twice")]
    public void A_word_that_is_not_is_told(string row, string? complaint)
    {
        var files = new Dictionary<string, string> { ["A/Undo.cs"] = "class BeginsUndo : GroupCommit;" };

        Assert.That(
            Wrong($"# Glossary\n\n| word | means | see |\n|---|---|---|\n{row}\n", files.GetValueOrDefault),
            Is.EqualTo(complaint is null ? Array.Empty<string>() : [complaint]));
    }

    internal static IEnumerable<(string Word, string Sentence, string Name, string Path)> Entries(string glossary) =>
        Rows(glossary).Select(row => Entry().Match(row)).Where(match => match.Success).Select(match => (
            match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));

    private static IEnumerable<string> Wrong(string glossary, Func<string, string?> read)
    {
        foreach (var row in Rows(glossary).Where(row => !Entry().IsMatch(row)))
            yield return $"{row} is no entry";
        foreach (var twice in Entries(glossary).GroupBy(entry => entry.Word).Where(alike => alike.Count() > 1))
            yield return $"{twice.Key}: stands here twice";
        foreach (var (word, sentence, name, path) in Entries(glossary))
        {
            if (!Sentence().IsMatch(sentence))
                yield return $"{word}: one sentence says it";
            if (name != Path.GetFileName(path))
                yield return $"{word}: the link to {path} is called {name}";
            else if (read(path) is not { } text)
                yield return $"{word}: {path} is not there";
            else if (!Regex.IsMatch(Words.Of(text), $@"\b{word}(s|es|d|ed)?\b"))
                yield return $"{word}: {path} does not have the word";
        }
    }

    private static IEnumerable<string> Rows(string glossary) => glossary.Split('\n').Where(line =>
        line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal)
        && !line.StartsWith("| word |", StringComparison.Ordinal));

    [GeneratedRegex(@"^\| ([^|]+) \| ([^|]+) \| \[([^\]]+)\]\(\.\./([^)]+)\) \|$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\p{Lu}[^.]*\.$")]
    private static partial Regex Sentence();
}
