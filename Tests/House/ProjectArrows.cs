using System.Text.RegularExpressions;

namespace Tests.House;

/// <summary>Who knows whom among the projects.</summary>
[Category("Unit")]
internal sealed partial class ProjectArrows
{
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
    public void Projects_know_only_whom_they_may() => Assert.That(
        Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/artifacts/", StringComparison.Ordinal))
            .SelectMany(path => Strangers(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))),
        Is.Empty);

    [TestCase("Orders.Saga", "Payments.Worker", "Orders.Saga must not know Payments.Worker")]
    [TestCase("Messaging", "Contracts", "Messaging must not know Contracts")]
    [TestCase("Orders.Hosting", "Contracts", "Orders.Hosting must not know Contracts")]
    [TestCase("Orders.Api", "Orders.Testing", "Orders.Api must not know Orders.Testing")]
    [TestCase("Orders.New", "Contracts", "Orders.New stands in no rule: say here whom it may know")]
    public void A_project_that_knows_a_stranger_is_told(string project, string known, string complaint) => Assert.That(
        Strangers(project, $"""<ProjectReference Include="../{known}/{known}.csproj" />"""), Is.EqualTo([complaint]));

    /// <summary>As the tools of .NET write it.</summary>
    [Test]
    public void So_is_one_that_knows_a_stranger_by_backslashes() => Assert.That(
        Strangers("Messaging", """<ProjectReference Include="..\Contracts\Contracts.csproj" />"""),
        Is.EqualTo(["Messaging must not know Contracts"]));

    private static IEnumerable<string> Strangers(string project, string text)
    {
        if (OnTop.Contains(project))
            return [];
        return MayKnow.TryGetValue(project, out var known)
            ? References().Matches(text).Select(match => match.Groups[1].Value).Except(known)
                .Select(stranger => $"{project} must not know {stranger}")
            : [$"{project} stands in no rule: say here whom it may know"];
    }

    [GeneratedRegex(@"ProjectReference Include="".*[/\\]([\w.]+)\.csproj""")]
    private static partial Regex References();
}
