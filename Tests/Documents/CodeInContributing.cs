using System.Text.RegularExpressions;

namespace Tests.Documents;

/// <summary>The code that CONTRIBUTING.md shows is compiled and run, where it says that it is from.</summary>
[Category("Unit")]
internal sealed partial class CodeInContributing
{
    private static readonly string Document = Repository.Text("CONTRIBUTING.md");

    [Test]
    public void Is_in_a_test_of_the_harness()
    {
        var test = Unindented(Repository.Text("Tests/Saga/AnySagaRunsInTheHarness.cs"));
        var shown = Block().Matches(Document).Select(match => Unindented(match.Groups[1].Value)).ToList();

        Assert.That(shown, Is.Not.Empty);
        Assert.That(shown.Where(code => !test.Contains(code, StringComparison.Ordinal)), Is.Empty);
    }

    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
