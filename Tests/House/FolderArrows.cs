namespace Tests.House;

/// <summary>Who knows whom among the folders of a project.</summary>
[Category("Unit")]
internal sealed class FolderArrows
{
    /// <summary>
    /// Whom each folder of Messaging may know. The files beside the folders are where all of them meet: they may know
    /// everybody, and nobody knows them.
    /// </summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Failpoints"] = [],
        ["Messages"] = [],
        ["Sql"] = [],
        ["Endpoints"] = ["Messages"],
        ["Outbox"] = ["Failpoints", "Messages", "Sql"],
        ["GroupCommit"] = ["Failpoints", "Messages", "Sql", "Outbox"],
        ["Operators"] = ["Messages", "Sql", "Outbox", "GroupCommit"],
        ["Deadlines"] = ["Messages", "Sql", "Endpoints", "GroupCommit"],
        ["Sagas"] = ["Messages", "Sql", "GroupCommit", "Deadlines"],
        ["Gauges"] = ["Messages", "Sql"],
        ["Kafka"] = ["Failpoints", "Messages", "Sql", "Endpoints", "Outbox", "GroupCommit", "Deadlines"],
    };

    /// <summary>Where two folders of a project know each other all the same, the arrow that is not looked at.</summary>
    private static readonly (string Project, string From, string To, string Reason)[] Tolerated =
    [
        ("Orders.Hosting", "Problems", "Requests", "What is wrong with a request is told by who looks at requests."),
        ("Orders.Hosting", "Requests", "OpenApi", "A parameter is known where its route's description has it."),
    ];

    [Test]
    public void Folders_of_Messaging_know_only_whom_they_may() =>
        Assert.That(Strangers(FolderUses.In(ProjectOf("Messaging"))), Is.Empty);

    [Test]
    public void No_two_folders_of_a_project_know_each_other(
        [Values("Orders.Api", "Orders.Hosting", "Orders.Testing")] string project)
    {
        var tolerated = Tolerated.Where(arrow => arrow.Project == project)
            .Select(arrow => (arrow.From, arrow.To)).ToList();
        var uses = FolderUses.In(ProjectOf(project)).ToLookup(use => tolerated.Contains((use.From, use.To)));

        Assert.That(Circles([.. uses[false]]), Is.Empty);
        Assert.That(uses[true].Select(use => (use.From, use.To)).Distinct(), Is.EquivalentTo(tolerated));
    }

    [Test]
    public void The_rule_for_Messaging_goes_round_in_no_circle() => Assert.That(
        MayKnow.SelectMany((rule, index) => rule.Value.Except(MayKnow.Keys.Take(index))), Is.Empty,
        "whoever is known stands above");

    [TestCase("Sagas", "Kafka")]
    [TestCase("Outbox", "Kafka")]
    [TestCase("Deadlines", "Sagas")]
    [TestCase("Sql", "Deadlines")]
    public void A_folder_that_knows_a_stranger_is_told(string folder, string stranger) => Assert.That(
        Strangers(Uses((folder, "class A : Stranger;"), (stranger, "class Stranger;"))),
        Is.EqualTo([$"Messaging/{folder} must not know {stranger}: A.cs uses Stranger"]));

    [TestCase("class A { object Of(Guid id) => id.Known(); }")]
    [TestCase("class A { int Of() { var number = Stranger.Number + 1; return number; } }")]
    [TestCase("class A { bool Of(object row) => row is Stranger.Row { Value: 1 }; }")]
    [TestCase("class A { string Of() => nameof(Stranger); }")]
    public void However_it_is_used(string code) => Assert.That(
        Strangers(Uses(
            ("Outbox", code),
            ("Kafka",
                """
                static class Stranger
                {
                    public const int Number = 1;
                    public static object Known(this Guid id) => id;
                    public sealed record Row(int Value);
                }
                """))),
        Has.One.EqualTo("Messaging/Outbox must not know Kafka: A.cs uses Stranger"));

    [TestCase("/// <summary><see cref=\"Stranger\"/> // Stranger</summary>\nclass A { string s = \"Stranger\"; }")]
    [TestCase("class A { int Stranger { get; } int Of() => Stranger; }")]
    public void What_is_only_called_like_it_is_not_it(string code) =>
        Assert.That(Strangers(Uses(("Outbox", code), ("Kafka", "class Stranger;"))), Is.Empty);

    [Test]
    public void A_folder_without_a_rule_is_told() => Assert.That(
        Strangers(Uses(("New", "class A : Known;"), ("Sql", "class Known;"))),
        Is.EqualTo(["Messaging/New stands in no rule: say here whom it may know"]));

    [Test]
    public void Folders_that_know_each_other_are_told()
    {
        Assert.That(
            Circles(Uses(("One", "class A { B b; }"), ("Two", "class B { C c; }"), ("Three", "class C { A a; }"))),
            Is.EqualTo(["One, Two, Three know each other: One/A.cs uses B, Two/B.cs uses C, Three/C.cs uses A"]));
        Assert.That(
            Circles(Uses(("One", "class A { B b; }"), ("Two", "class B { C c; }"), ("Three", "class C;"))), Is.Empty);
    }

    private static IReadOnlyList<Source> ProjectOf(string name) =>
        [.. Source.All.Where(source => source.Project == name)];

    private static IReadOnlyList<FolderUses.Use> Uses(params (string Folder, string Code)[] files) => FolderUses.In(
    [
        .. files.Select((file, index) => new Source(
            $"Messaging/{file.Folder}/{(char)('A' + index)}.cs", $"namespace Messaging;\n{file.Code}")),
    ]);

    private static IEnumerable<string> Strangers(IReadOnlyList<FolderUses.Use> uses) => uses
        .Where(use => use.From != "")
        .Select(use => !MayKnow.TryGetValue(use.From, out var known)
            ? $"Messaging/{use.From} stands in no rule: say here whom it may know"
            : known.Contains(use.To) ? null : $"Messaging/{use.From} must not know {use.To}: {use}")
        .OfType<string>().Distinct();

    /// <summary>
    /// What is left when again and again those are left out that know nobody of what is left, or whom nobody knows.
    /// </summary>
    private static IEnumerable<string> Circles(IReadOnlyList<FolderUses.Use> uses)
    {
        var left = uses.Where(use => use.From != "" && use.To != "").ToList();
        var isPruned = true;
        while (isPruned)
        {
            isPruned = left.RemoveAll(use =>
                !left.Exists(other => other.From == use.To) || !left.Exists(other => other.To == use.From)) > 0;
        }

        if (left.Count > 0)
        {
            yield return $"{string.Join(", ", left.Select(use => use.From).Distinct())} know each other: "
                + string.Join(", ", left.Select(use => $"{use.From}/{use}"));
        }
    }
}
