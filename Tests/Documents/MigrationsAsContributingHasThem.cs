namespace Tests.Documents;

/// <summary>
/// The commands by which CONTRIBUTING.md has a migration made, in a copy of the sources. It has the one tool that a
/// clone does not bring, and what they write is looked at: nothing, as long as no model has changed.
/// </summary>
[Category("Soak")]
internal sealed class MigrationsAsContributingHasThem
{
    private static readonly IReadOnlyList<string> Commands =
    [
        .. DocumentedCommand.In(new Markdown("CONTRIBUTING.md", Repository.Text("CONTRIBUTING.md")))
            .Select(command => command.Text),
    ];

    [Test]
    public async Task Are_made_for_each_kind_of_database()
    {
        using var typed = new TypedCommands(withSources: true);
        var restore = Commands.Single(command => command.StartsWith("dotnet tool", StringComparison.Ordinal));
        if ((await typed.Type($"{restore} && dotnet restore Orders.Data")).Code != 0)
            Assert.Ignore($"It asks the package feed, which does not have all of it here: {restore}");
        var migrations = Commands.SelectMany(command => command.Split('\n'))
            .Where(line => line.StartsWith("dotnet ef migrations add NAME ", StringComparison.Ordinal)).ToList();
        Assert.That(migrations, Has.Count.EqualTo(3));

        foreach (var command in migrations)
        {
            var (code, output) = await typed.Type(command);

            Assert.That(code, Is.Zero, output);
            var folder = Path.Combine("Orders.Data", command.Split(' ')[^1]);
            var made = Directory.GetFiles(Path.Combine(typed.Root, folder), "*_NAME.cs").Single();
            Assert.That(Words(File.ReadAllText(made)), Does.Contain(
                "Up(MigrationBuilder migrationBuilder) { } "
                + "/// <inheritdoc /> protected override void Down(MigrationBuilder migrationBuilder) { }"));
            foreach (var snapshot in Directory.GetFiles(Path.Combine(Repository.Root, folder), "*Snapshot.cs"))
                Assert.That(
                    File.ReadAllText(Path.Combine(typed.Root, folder, Path.GetFileName(snapshot))),
                    Is.EqualTo(File.ReadAllText(snapshot)));
        }
    }

    private static string Words(string code) =>
        string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
