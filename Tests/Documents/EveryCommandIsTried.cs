using System.Text.RegularExpressions;
using Tests.Books;
using Tests.Contracts;
using Tests.Histories;
using Tests.Journey;

namespace Tests.Documents;

/// <summary>
/// Whatever a document tells the reader to type is typed by a test, or stands here with the reason why not. What is new
/// in a document has to be added.
/// </summary>
[Category("Unit")]
internal sealed class EveryCommandIsTried
{
    private static readonly Known[] Table =
    [
        // Typed by tests of the documents.
        Tried(@"\./dev run( \[--port 8080\] \[--data \./data\])?",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.The_first_order_is_confirmed_and_the_books_are_right)),
        Tried(@"\./dev verify( \[--data \./data\] \[--all-ended\] \[--topics\])?",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.The_first_order_is_confirmed_and_the_books_are_right)),
        Tried(@"\./dev verify --all-ended",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.What_is_done_in_five_minutes_more_is_seen)),
        Tried(@"curl (-i )?http://localhost:8080/orders(/<id>| -H .*)",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.The_first_order_is_confirmed_and_the_books_are_right)),
        Tried(@"curl (-X POST |-N )?…/\w+/<id>(/\w+)?",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.What_is_done_in_five_minutes_more_is_seen)),
        Tried(@"curl …/ops/orders/<id>/actions -H .*",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.An_operator_looks_before_acting)),
        Tried(@"kill -9",
            typeof(TheReadmeIsTrue), nameof(TheReadmeIsTrue.What_is_done_in_five_minutes_more_is_seen)),
        Tried(@"\./dev build",
            typeof(SeveralProcessesAsTheReadmeHasThem),
            nameof(SeveralProcessesAsTheReadmeHasThem.An_order_goes_through_all_of_them)),
        Tried(@"export .*",
            typeof(SeveralProcessesAsTheReadmeHasThem),
            nameof(SeveralProcessesAsTheReadmeHasThem.An_order_goes_through_all_of_them)),
        Tried(@"(ASPNETCORE_URLS=\S+ )?artifacts/bin/(\S+)/release/\2( &)?",
            typeof(SeveralProcessesAsTheReadmeHasThem),
            nameof(SeveralProcessesAsTheReadmeHasThem.An_order_goes_through_all_of_them)),
        Tried(@"\./dev simulate( --seconds 600| \[--seconds 60\] \[--orders 50\])?",
            typeof(WhateverHappens), nameof(WhateverHappens.The_verb_runs_the_history_of_a_number)),
        Tried(@"Payments\.Worker simulate-gateway .*",
            typeof(TheGatewayOfTheDocument), nameof(TheGatewayOfTheDocument.Takes_money_and_gives_it_back)),
        Tried(@"dotnet tool restore|dotnet ef migrations add( NAME .*)?",
            typeof(MigrationsAsContributingHasThem),
            nameof(MigrationsAsContributingHasThem.Are_made_for_each_kind_of_database)),
        Tried(@"dotnet test Tests/Tests.csproj .*",
            typeof(VerbsOfDev), nameof(VerbsOfDev.A_filter_of_the_documents_finds_a_test)),

        // Done by other tests, by other means.
        Tried(@"\./dev documents",
            typeof(CommittedDocuments), nameof(CommittedDocuments.Are_what_would_be_generated)),
        Tried(@"\./dev documents --release",
            typeof(SchemasHaveVersions), nameof(SchemasHaveVersions.A_release_keeps_the_schema_and_its_example)),
        Tried(@"\./dev verify --topics", typeof(WhatTheTopicsHold), nameof(WhatTheTopicsHold.The_verb_says_so)),
        Tried(@"Database__Provider=PostgreSql ConnectionStrings__Orders=\S+ Orders\.Saga migrate",
            typeof(TheVerbMigrate),
            nameof(TheVerbMigrate.Is_raced_by_several_processes_where_the_database_is_missing)),

        // Typed by nobody.
        NotTried(@"\./dev test.*", "It runs these tests, and would not end."),
        NotTried(@"ConnectionStrings__SqlServer=… \./dev test --category SqlServer", "No SQL Server is at hand."),
        NotTried(@"docker .*", "No engine for containers is at hand."),
        NotTried(@"kubectl .*", "No cluster is at hand."),
        NotTried(@"make-feed NAME …", "It asks the package feed, and takes minutes."),
        NotTried(@"dotnet format.*", "It writes to the sources; ./dev test checks that it has nothing to do."),
        NotTried(@"dotnet build .*", "It would write over the tests that run it."),
    ];

    [Test]
    public void Or_has_its_reason() => Assert.That(
        Markdown.All.SelectMany(DocumentedCommand.In).Where(command => !Table.Any(known => known.Has(command)))
            .Select(command => command.ToString()),
        Is.Empty, "What is it that tries this?");

    [Test]
    public void By_a_test_that_is_there() => Assert.That(
        Table.Where(known => known.Fixture is not null).Where(known => !IsTest(known.Fixture!, known.Test!))
            .Select(known => $"{known.Fixture!.Name}.{known.Test} is no test"),
        Is.Empty);

    [TestCase("Type `./dev fly` now.", "A.md:1 ./dev fly")]
    [TestCase("| `curl -X DELETE …/orders/<id>` | gone |", "A.md:1 curl -X DELETE …/orders/<id>")]
    [TestCase("\n    ./dev build\n    git push &\n", "A.md:3 git push &")]
    [TestCase("```\nA=1 B='2 3' artifacts/bin/A/debug/A &\n```", "A.md:2 A=1 B='2 3' artifacts/bin/A/debug/A &")]
    [TestCase("    curl http://localhost:8080/orders -d '{\n      1}' | rm", null)]
    [TestCase("`./dev` builds, `dotnet.*` is measured, `Orders.Api` listens.", null)]
    [TestCase("    client ─HTTP─► Orders.Api ──┐\n\n```csharp\ndotnet test\n```", null)]
    public void One_that_nobody_knows_is_told(string text, string? command) => Assert.That(
        DocumentedCommand.In(new Markdown("A.md", text)).Where(found => !Table.Any(known => known.Has(found)))
            .Where(found => !found.Text.EndsWith("| rm", StringComparison.Ordinal))
            .Select(found => found.ToString()),
        Is.EqualTo(command is null ? Array.Empty<string>() : [command]));

    private static bool IsTest(Type fixture, string test) => fixture.GetMethod(test)?.GetCustomAttributes(false)
        .Any(attribute => attribute is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute) == true;

    private static Known Tried(string pattern, Type fixture, string test) => new(pattern, fixture, test, null);

    private static Known NotTried(string pattern, string reason) => new(pattern, null, null, reason);

    /// <param name="Pattern">What commands it has.</param>
    /// <param name="Fixture">Of the test that tries them.</param>
    /// <param name="Test">The test.</param>
    /// <param name="Reason">Why there is none.</param>
    private sealed record Known(string Pattern, Type? Fixture, string? Test, string? Reason)
    {
        public bool Has(DocumentedCommand command) =>
            Regex.IsMatch(command.Text, $"^(?:{Pattern})$", RegexOptions.Singleline);
    }
}
