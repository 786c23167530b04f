using System.Text.Json.Nodes;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>Documents that nobody writes by hand are what the code makes of them.</summary>
[Category("Unit")]
internal sealed class CommittedDocuments
{
    private const string Advice = "Run ./dev documents and commit what it writes.";

    private IReadOnlyList<Document> all = [];
    private string folder = "";

    [OneTimeSetUp]
    public async Task Generate() => all = await global::Orders.Testing.Documents.Of(Repository.Root);

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("documents-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Are_what_would_be_generated() => Assert.That(
        all.Where(document => !document.IsIn(Repository.Root)).Select(document => document.Path), Is.Empty, Advice);

    [Test]
    public void Have_none_beside_them_that_nobody_generates() =>
        Assert.That(global::Orders.Testing.Documents.Stale(Repository.Root, all), Is.Empty, Advice);

    [Test]
    public void A_file_that_was_written_by_hand_or_is_not_there_is_told()
    {
        var document = new Document("Contracts/schemas/orders.order_created/1.0.json", "{}\n");

        Assert.That(document.IsIn(folder), Is.False);
        document.Write(folder);
        Assert.That(document.IsIn(folder), Is.True);
        File.AppendAllText(Path.Combine(folder, document.Path), " ");
        Assert.That(document.IsIn(folder), Is.False);

        (document with { Path = "Contracts/schemas/orders.order_created/1.1.json" }).Write(folder);
        Assert.That(global::Orders.Testing.Documents.Stale(folder, [document]),
            Is.EqualTo(["Contracts/schemas/orders.order_created/1.1.json"]));
    }

    /// <summary>Text is text, however much it looks like something else.</summary>
    [Test]
    public void In_YAML_say_what_they_say_in_JSON()
    {
        var json = new JsonObject
        {
            ["$ref"] = "#/a/b",
            ["numbers"] = new JsonArray(0, 12, -1, 2592000000, true),
            ["texts"] = new JsonArray(
                "1.0", "3", "-1", "1e3", "0x1", "true", "No", "null", "~", "2026-01-02", "12:30", "", " ", "- a",
                "a: b", "a #b", "'", "\"", "{a}", "[a]", "&a", "*a", "!a", "|", ">", "%", "@", "`", "é", "a\nb",
                "a\n\nb\n"),
            ["long"] = $"{string.Concat(Enumerable.Repeat("some words: and 'more' # ", 40))}end.\nA second paragraph.",
            ["empty"] = new JsonObject { ["object"] = new JsonObject(), ["array"] = new JsonArray() },
        };

        Assert.That(Published.FromYaml(Yaml.Text(json)).ToJsonString(), Is.EqualTo(json.ToJsonString()));
    }
}
