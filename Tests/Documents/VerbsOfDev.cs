using System.Reflection;
using System.Text.RegularExpressions;

namespace Tests.Documents;

/// <summary>What documents say of <c>./dev</c> is what it says of itself.</summary>
[Category("Unit")]
internal sealed partial class VerbsOfDev
{
    private static readonly string Script = Repository.Text("dev");

    /// <summary>By verb, the lines of the usage that are about it.</summary>
    private static readonly Dictionary<string, string> Usage = UsageOf(Script);

    private static readonly string[] Categories =
        Regex.Match(Script, @"^categories=\((.*)\)", RegexOptions.Multiline).Groups[1].Value.Split(' ');

    /// <summary>Announced by the script, and without a test as yet.</summary>
    private static readonly string[] NotWrittenYet = ["Browser"];

    private static IEnumerable<DocumentedCommand> Commands => Markdown.All.SelectMany(DocumentedCommand.In);

    [Test]
    public void That_are_named_somewhere_are_there_with_their_options() =>
        Assert.That(Commands.SelectMany(Wrong), Is.Empty);

    [Test]
    public void That_are_there_are_named_in_CONTRIBUTING() => Assert.That(
        Usage.Keys.Except(["help"]).Where(verb => !Commands.Any(command =>
            command.Document == "CONTRIBUTING.md"
            && Regex.IsMatch(command.Text, $@"^\./dev {verb}\b"))),
        Is.Empty);

    [TestCase("./dev fly", "./dev has no verb 'fly'")]
    [TestCase("./dev run --prot 1", "./dev run has no option '--prot'")]
    [TestCase("./dev build --release", "./dev build has no option '--release'")]
    [TestCase("./dev test --category Slow", "no test has the category 'Slow'")]
    [TestCase("./dev test [--category NAME …]", null)]
    [TestCase("A=1 ./dev test --category Unit Kafka", null)]
    public void One_that_is_not_is_told(string command, string? complaint) => Assert.That(
        Wrong(new DocumentedCommand("A.md", 1, command)),
        Is.EqualTo(complaint is null ? Array.Empty<string>() : [$"A.md:1 {complaint}"]));

    [Test]
    public void Takes_every_category_that_a_test_has_and_no_other() => Assert.That(
        CategoriesOfTests().Distinct(), Is.EquivalentTo(Categories.Except(NotWrittenYet)));

    [Test]
    public void Has_every_category_explained_in_CONTRIBUTING() => Assert.That(
        Markdown.All.Single(document => document.Path == "CONTRIBUTING.md").Rows
            .Select(row => CategoryCell().Match(row[0])).Where(match => match.Success)
            .Select(match => match.Groups[1].Value),
        Is.SupersetOf(Categories.Except(NotWrittenYet)));

    /// <summary>What follows <c>--filter</c> names a test, or many.</summary>
    [Test]
    public void A_filter_of_the_documents_finds_a_test()
    {
        var names = typeof(VerbsOfDev).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Select(method => $"{type.FullName}.{method.Name}")).ToList();
        var filters = Commands.Select(command => Filter().Match(command.Text)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).ToList();

        Assert.That(filters, Is.Not.Empty);
        Assert.That(
            filters.Where(filter => !names.Exists(name => name.Contains(filter, StringComparison.Ordinal))), Is.Empty);
    }

    private static IEnumerable<string> CategoriesOfTests() =>
        from type in typeof(VerbsOfDev).Assembly.GetTypes()
        from member in type.GetMethods().Cast<MemberInfo>().Prepend(type)
        from category in member.GetCustomAttributes<CategoryAttribute>(inherit: false)
        select category.Name;

    private static IEnumerable<string> Wrong(DocumentedCommand command)
    {
        var match = Call().Match(command.Text);
        if (!match.Success)
            yield break;
        var (verb, rest) = (match.Groups[1].Value, match.Groups[2].Value);
        if (!Usage.TryGetValue(verb, out var usage))
        {
            yield return $"{command.Document}:{command.Line} ./dev has no verb '{verb}'";
            yield break;
        }

        foreach (var option in Option().Matches(rest).Select(option => option.Value))
        {
            if (!usage.Contains(option, StringComparison.Ordinal))
                yield return $"{command.Document}:{command.Line} ./dev {verb} has no option '{option}'";
        }

        foreach (var category in Chosen().Match(rest).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (category is not ("NAME" or "…") && !Categories.Contains(category))
                yield return $"{command.Document}:{command.Line} no test has the category '{category}'";
        }
    }

    private static Dictionary<string, string> UsageOf(string script)
    {
        var usage = new Dictionary<string, string>();
        var verb = "";
        foreach (var line in HelpText().Match(script).Groups[1].Value.Split('\n'))
        {
            if (Verb().Match(line) is { Success: true } begin)
                verb = begin.Groups[1].Value;
            if (verb.Length > 0 && line.StartsWith("  ", StringComparison.Ordinal))
                usage[verb] = usage.GetValueOrDefault(verb) + line + "\n";
        }

        return usage;
    }

    [GeneratedRegex(@"<<'HELP'\n(.*?)\nHELP\n", RegexOptions.Singleline)]
    private static partial Regex HelpText();

    [GeneratedRegex(@"^  ([a-z]+)\b")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?:^|\s)\./dev (\S+)(.*)$", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"--[\w-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"--category ([\w …]+)")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"--filter ""?(?:FullyQualifiedName~)?([\w.]+)""?$")]
    private static partial Regex Filter();

    [GeneratedRegex(@"^`([A-Z]\w+)`$")]
    private static partial Regex CategoryCell();
}
