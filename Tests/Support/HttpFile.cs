using System.Text.RegularExpressions;

namespace Tests;

/// <summary>A request of a file that editors can run.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Name">By which later ones refer to its answer; null where none does.</param>
/// <param name="Refusal">The status with which it is announced to be refused; null where it is to succeed.</param>
/// <param name="Until">What the answer has in it once it is worth going on; null where that does not matter.</param>
/// <param name="Method">Its method.</param>
/// <param name="Url">Where it goes; names in double braces are to be filled in, here and in what follows.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body; null where it has none.</param>
internal sealed record FileRequest(
    string Title, string? Name, int? Refusal, string? Until, string Method, string Url,
    IReadOnlyList<(string Name, string Value)> Headers, string? Body);

/// <summary>A file of requests: <c>###</c> begins one, <c>#</c> a comment, <c>@</c> a variable.</summary>
internal sealed partial class HttpFile
{
    private HttpFile(Dictionary<string, string> variables, IReadOnlyList<FileRequest> requests) =>
        (Variables, Requests) = (variables, requests);

    public IReadOnlyDictionary<string, string> Variables { get; }

    public IReadOnlyList<FileRequest> Requests { get; }

    public static HttpFile Parse(string text)
    {
        var parts = Separators().Split(text);
        var variables = Definitions().Matches(parts[0])
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        return new HttpFile(variables, [.. parts.Skip(1).Select(RequestIn)]);
    }

    /// <summary>What stands in double braces, replaced.</summary>
    public static string Filled(string text, Func<string, string> valueOf) =>
        Placeholders().Replace(text, match => valueOf(match.Groups[1].Value));

    private static FileRequest RequestIn(string part)
    {
        var lines = part.Split('\n').ToList();
        var comments = lines.Skip(1).TakeWhile(line => line.StartsWith('#')).ToList();
        var rest = lines.Skip(1 + comments.Count).ToList();
        var (method, url) = rest[0].Split(' ') is [var first, var second]
            ? (first, second)
            : throw new FormatException($"'{rest[0]}' is no request.");
        var headers = rest.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2))
            .Select(header => (header[0], header[1])).ToList();
        var body = string.Join('\n', rest.Skip(1 + headers.Count)).Trim();
        var status = Said(comments, "answers ")?.Split(':')[0];
        return new FileRequest(
            lines[0].Trim(), Said(comments, "@name "), status is null ? null : int.Parse(status, null),
            Said(comments, "repeat until "), method, url, headers, body.Length == 0 ? null : body);
    }

    private static string? Said(IEnumerable<string> comments, string what) =>
        comments.FirstOrDefault(line => line.StartsWith($"# {what}", StringComparison.Ordinal))?[(what.Length + 2)..];

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separators();

    [GeneratedRegex("^@(?<name>[a-z]+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Definitions();

    [GeneratedRegex("{{([^}]+)}}")]
    private static partial Regex Placeholders();
}
