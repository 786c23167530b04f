using System.Text.RegularExpressions;

namespace Tests.House;

/// <summary>The rules of the house that a program can check. Each is shown to refuse what breaks it.</summary>
[Category("Unit")]
internal sealed partial class Tidy
{
    private const int Columns = 120;
    private const int Lines = 300;

    /// <summary>Whom each project may know, beside what those know.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Contracts"] = [],
        ["Messaging"] = [],
        ["Orders.Hosting"] = ["Messaging"],
        ["Orders.Data"] = ["Messaging", "Contracts"],
        ["Orders.Api"] = ["Contracts", "Messaging", "Orders.Data", "Orders.Hosting"],
        ["Orders.Saga"] = ["Contracts", "Messaging", "Orders.Data", "Orders.Hosting"],
        ["Payments.Worker"] = ["Contracts", "Messaging", "Orders.Hosting"],
        ["Inventory.Worker"] = ["Contracts", "Messaging", "Orders.Hosting"],
        ["Orders.Standalone"] = ["Orders.Api", "Orders.Saga", "Payments.Worker", "Inventory.Worker"],
    };

    /// <summary>They may know everybody, and nobody knows them but the last.</summary>
    private static readonly string[] OnTop = ["Orders.Testing", "Tests"];

    [Test]
    public void Sources_are_tidy() =>
        Assert.That(Repository.Sources().SelectMany(source => Untidy(source.Path, source.Text)), Is.Empty);

    [Test]
    public void Projects_know_only_whom_they_may() => Assert.That(
        Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/artifacts/", StringComparison.Ordinal))
            .SelectMany(path => Strangers(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))),
        Is.Empty);

    [TestCase("Orders.Saga", "Payments.Worker", "Orders.Saga must not know Payments.Worker")]
    [TestCase("Messaging", "Contracts", "Messaging must not know Contracts")]
    [TestCase("Orders.Hosting", "Contracts", "Orders.Hosting must not know Contracts")]
    [TestCase("Orders.New", "Contracts", "Orders.New stands in no rule: say here whom it may know")]
    public void A_project_that_knows_a_stranger_is_told(string project, string known, string complaint) => Assert.That(
        Strangers(project, $"""<ProjectReference Include="../{known}/{known}.csproj" />"""), Is.EqualTo([complaint]));

    [Test]
    public void What_is_untidy_is_told()
    {
        Assert.That(Untidy("A.cs", new string('x', Columns)), Is.Empty);
        Assert.That(
            Untidy("A.cs", "\n" + new string('x', Columns + 1)), Is.EqualTo(["A.cs:2 is longer than 120 columns"]));
        Assert.That(Untidy("A.cs", new string('\n', Lines)), Is.EqualTo(["A.cs is longer than 300 lines"]));
        Assert.That(
            Untidy("A.cs", "now = DateTime.Now;"), Is.EqualTo(["A.cs:1 asks DateTime for the time: TimeProvider"]));
        Assert.That(Untidy("A.cs", "#region x"), Is.EqualTo(["A.cs:1 hides code in a region: make a file of it"]));
    }

    private static IEnumerable<string> Untidy(string path, string text)
    {
        var lines = text.Split('\n');
        if (lines.Length > Lines)
            yield return $"{path} is longer than {Lines} lines";
        var isProduct = !path.StartsWith("Tests/", StringComparison.Ordinal);
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1];
            if (line.Length > Columns)
                yield return $"{path}:{number} is longer than {Columns} columns";
            if (isProduct && SystemTime().IsMatch(line))
                yield return $"{path}:{number} asks DateTime for the time: TimeProvider";
            if (line.TrimStart().StartsWith("#region", StringComparison.Ordinal))
                yield return $"{path}:{number} hides code in a region: make a file of it";
        }
    }

    private static IEnumerable<string> Strangers(string project, string text)
    {
        if (OnTop.Contains(project))
            return [];
        return MayKnow.TryGetValue(project, out var known)
            ? References().Matches(text).Select(match => match.Groups[1].Value).Except(known)
                .Select(stranger => $"{project} must not know {stranger}")
            : [$"{project} stands in no rule: say here whom it may know"];
    }

    [GeneratedRegex(@"DateTime(Offset)?\.(Now|UtcNow|Today)")]
    private static partial Regex SystemTime();

    [GeneratedRegex(@"ProjectReference Include="".*/([\w.]+)\.csproj""")]
    private static partial Regex References();
}
