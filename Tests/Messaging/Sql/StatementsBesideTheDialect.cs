using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orders.Data;
using Orders.Saga;
using Orders.Testing;
using Payments.Worker;
using Tests.House;

namespace Tests.Messaging;

/// <summary>
/// The few statements that stand beside what they are for and not in the dialect: each that SQL Server may be sent is
/// sent here, by who sends it.
/// </summary>
[Category("Unit")]
internal sealed partial class StatementsBesideTheDialect
{
    private const string NeverForIt = "It is sent to another database.";

    private static readonly Exemption[] Exemptions =
    [
        new("Orders.Hosting/SqliteMigration.cs", "", NeverForIt),
        new("Orders.Hosting/PostgreSqlMigration.cs", "", NeverForIt),
        new("Payments.Worker/Gateway/GatewayLedger.cs", "", NeverForIt),
        new("Orders.Testing/Books/BookReader.cs", "gateway_ledger", NeverForIt),
        new("Orders.Hosting/UnopenedDatabase.cs", "CREATE USER", "It is said to a person."),
    ];

    private static readonly Lazy<Task<IReadOnlyList<(string Name, string Text)>>> Kept = new(SendAll);

    public static Task<IReadOnlyList<(string Name, string Text)>> All => Kept.Value;

    [Test]
    public async Task Are_all_sent()
    {
        var sent = await All;

        Assert.That(
            Exemption.Apply(
                Source.All.Where(source => !source.IsTest)
                    .Where(source => !source.IsIn("Messaging/Sql") && !source.IsIn("Orders.Testing/Simulation"))
                    .SelectMany(source => NotSent(source, sent)),
                Exemptions),
            Is.Empty);
    }

    [TestCase("Query(\"SELECT a FROM b\");", "sends 'SELECT a FROM b', and no test does")]
    [TestCase("Query($\"ALTER TABLE {a}\");", "sends 'ALTER TABLE', and no test does")]
    [TestCase("Query(\"\"\"\nUPDATE a\nSET b = 1\n\"\"\");", "sends 'UPDATE a', and no test does")]
    public async Task One_that_is_not_is_told(string code, string complaint) => Assert.That(
        NotSent(new Source("A/A.cs", code), await All).Select(found => found.What), Is.EqualTo([complaint]));

    [TestCase("Query(\"SELECT id FROM orders\");")]
    [TestCase("Query($\"CREATE DATABASE {Quoted(name)}\");")]
    [TestCase("Say(\"Updates nothing.\");")]
    public async Task One_that_is_or_is_none_is_left_alone(string code) =>
        Assert.That(NotSent(new Source("A/A.cs", code), await All), Is.Empty);

    private static IEnumerable<Complaint> NotSent(
        Source source, IReadOnlyList<(string Name, string Text)> sent) =>
        from token in source.Root.DescendantTokens()
        where token.Value is string || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
        let text = token.ValueText.ReplaceLineEndings("\n").Trim()
        where Begins().IsMatch(text) && !sent.Any(known => known.Text.Contains(text, StringComparison.Ordinal))
        select new Complaint(
            source.Path, Source.LineOf(token.GetLocation()), $"sends '{text.Split('\n')[0]}', and no test does");

    private static async Task<IReadOnlyList<(string Name, string Text)>> SendAll() =>
    [
        .. await Sent("orders by state", async server =>
        {
            using var session = server.OpenSession();
            _ = OrderMeter.Active.Read(session, default).ToList();
        }),
        .. await Sent("books", ReadBooks),
        .. await Sent("migration", server => server.MigrationOf(OrdersDbContext.Models).Migrate(default)),
    ];

    /// <summary>Each statement once, without those that are EF's or the dialect's.</summary>
    private static async Task<IEnumerable<(string Name, string Text)>> Sent(
        string name, Func<OfflineSqlServer, Task> send)
    {
        var isMade = false;
        var server = new OfflineSqlServer
        {
            Refuse = settings => settings.InitialCatalog == "orders" && !isMade ? SqlServerError.Of(4060, 11) : null,
            Answer = sql =>
            {
                isMade |= sql.StartsWith("CREATE DATABASE", StringComparison.Ordinal);
                return HasNoRows().IsMatch(sql) ? [] : null;
            },
        };
        await send(server);
        return server.Asked.Where(asked => !asked.IsOfEf).Select(asked => asked.Text)
            .Except([server.OpenDialect().BeginRead, "COMMIT"])
            .Select((text, index) => ($"{name}: {index + 1}", text));
    }

    /// <summary>The gateway's ledger is not among what SQL Server has.</summary>
    private static async Task ReadBooks(OfflineSqlServer server)
    {
        var folder = Directory.CreateTempSubdirectory("ledger-");
        var file = Path.Combine(folder.FullName, "gateway-ledger.db");
        var books = new BookSources(server.OpenDialect(), "", "", "", $"Data Source={file};Pooling=False");
        await using (new GatewayLedger(file))
            BookReader.Read(books);
        MessageReader.Read(books);
        folder.Delete(recursive: true);
    }

    /// <summary>A database that is missing, and columns whose content means something.</summary>
    [GeneratedRegex(
        @"FROM (sys\.databases WHERE name = @name|saga_definitions)|(headers FROM outbox|lines FROM orders)$"
        + @"|value\s+FROM dead_letters")]
    private static partial Regex HasNoRows();

    [GeneratedRegex(@"^(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|WITH)\s+\S|^(CREATE|ALTER) \w+$")]
    private static partial Regex Begins();
}
