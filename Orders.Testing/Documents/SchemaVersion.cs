using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;

namespace Orders.Testing;

/// <summary>
/// A version of a message's schema. The major one is that of the message's name: what readers of before cannot read is
/// another message. The minor one counts the other changes.
/// </summary>
/// <param name="Message">The message's name without its version.</param>
/// <param name="Major">As in the message's name.</param>
/// <param name="Minor">From 0 on.</param>
internal sealed partial record SchemaVersion(string Message, int Major, int Minor)
{
    public const string Folder = "Contracts/schemas/";
    public const string ReleasedFolder = Folder + "released/";

    /// <summary>What the message is called on the wire.</summary>
    public string Name => $"{Message}.v{Major}";

    /// <summary>What tells the schema from all others, wherever it is kept.</summary>
    public string Id => $"urn:schema:{Message}:{Major}.{Minor}";

    public string File => $"{Folder}{Message}/{Major}.{Minor}.json";

    public string ReleasedFile => $"{ReleasedFolder}{Message}/{Major}.{Minor}.json";

    public string ReleasedSampleFile => $"{ReleasedFolder}{Message}/{Major}.{Minor}.sample.json";

    public static SchemaVersion First(Contract contract) => Parse(Names().Match(contract.Name), minor: 0);

    /// <summary>The version of a schema's file; null for other files.</summary>
    public static SchemaVersion? OfFile(string path) =>
        Files().Match(path) is { Success: true } file ? Parse(file, Number(file.Groups["minor"])) : null;

    private static SchemaVersion Parse(Match match, int minor) =>
        new(match.Groups["message"].Value, Number(match.Groups["major"]), minor);

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<message>.+)\.v(?<major>\d+)$")]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<message>[^/\\]+)[/\\](?<major>\d+)\.(?<minor>\d+)\.json$")]
    private static partial Regex Files();
}
