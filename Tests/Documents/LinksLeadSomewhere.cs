namespace Tests.Documents;

/// <summary>Whoever follows a link within the repository arrives: at a file, a folder or a heading.</summary>
[Category("Unit")]
internal sealed class LinksLeadSomewhere
{
    [Test]
    public void In_every_document() =>
        Assert.That(Markdown.All.SelectMany(document => Broken(document, Repository.Root)), Is.Empty);

    [Test]
    public void In_the_documents_that_there_have_to_be() => Assert.That(
        Markdown.All.Select(document => document.Path),
        Is.SupersetOf(
        [
            "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/operations.md", "docs/glossary.md",
            "Messaging/README.md", "packages/README.md",
        ]));

    [TestCase("See [it](Gone.md).", "a/A.md:1 leads to 'Gone.md', which is not there")]
    [TestCase("\n[it](../b)", "a/A.md:2 leads to '../b', which is not there")]
    [TestCase("[it](#no-such-heading)", "a/A.md:1 leads to '#no-such-heading', which is no heading there")]
    [TestCase("[it](B.md#one)", "a/A.md:1 leads to 'B.md#one', which is no heading there")]
    [TestCase("[it](B.md#x-2)", "a/A.md:1 leads to 'B.md#x-2', which is no heading there")]
    public void One_that_leads_nowhere_is_told(string text, string complaint) =>
        Assert.That(In(text), Is.EqualTo([complaint]));

    [TestCase("[it](B.md), [this](A.md), [all](.), [above](..)")]
    [TestCase("[it](B.md#the-verb-migrate-or-not)")]
    [TestCase("[it](B.md#x), [it](B.md#x-1)")]
    [TestCase("[elsewhere](https://example.org/Gone.md#x)")]
    [TestCase("`[it](Gone.md)` is code\n\n    [and](this.md)\n\n```\n[this](too.md)\n```")]
    public void One_that_leads_somewhere_is_left_alone(string text) => Assert.That(In(text), Is.Empty);

    private static List<string> In(string text)
    {
        var root = Directory.CreateTempSubdirectory("links-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(root, "a"));
            File.WriteAllText(Path.Combine(root, "a", "A.md"), text);
            File.WriteAllText(
                Path.Combine(root, "a", "B.md"),
                "# B\n\n## The verb `migrate`, or not\n\n## X\n\n## X\n\n```\n# one\n```\n");
            return [.. Broken(new Markdown("a/A.md", text), root)];
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static IEnumerable<string> Broken(Markdown document, string root)
    {
        foreach (var (line, target) in document.Links.Where(link => !link.Target.Contains("://")))
        {
            var (file, heading) = target.Split('#') is [var name, var anchor] ? (name, anchor) : (target, null);
            var path = file.Length == 0
                ? Path.Combine(root, document.Path)
                : Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(document.Path)!, file));
            if (!File.Exists(path) && !Directory.Exists(path))
                yield return $"{document.Path}:{line} leads to '{target}', which is not there";
            else if (heading is not null
                && !(File.Exists(path) && new Markdown(path, File.ReadAllText(path)).Anchors.Contains(heading)))
                yield return $"{document.Path}:{line} leads to '{target}', which is no heading there";
        }
    }
}
