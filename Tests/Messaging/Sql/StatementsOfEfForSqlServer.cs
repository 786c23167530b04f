using Tests.House;
using Tests.Messaging;

namespace Tests;

/// <summary>
/// What EF makes for SQL Server of the product's queries and of its sagas: each place that asks EF is reached through
/// the product's own classes, and what it would send is pinned, and read by Microsoft's own parser.
/// </summary>
/// <remarks>
/// First of all in its process: code that has run often is optimized, and its stack no longer tells who asked. Order
/// counts among the neighbours in a namespace, so this one is the outermost.
/// </remarks>
[Category("Unit")]
[Order(0)]
internal sealed class StatementsOfEfForSqlServer
{
    private const string Approved = "Tests/Messaging/Sql/SqlServer.Ef.approved.sql";

    private static readonly Exemption[] Exemptions =
    [
        new("Orders.Hosting/SqlServerMigration.cs", "asks EF", "What it does stands in deploy/sql, which is read."),
        new("Orders.Hosting/PostgreSqlMigration.cs", "asks EF", "Never for SQL Server."),
        new("Orders.Hosting/SqliteMigration.cs", "asks EF", "Never for SQL Server."),
    ];

    private readonly List<(string Name, List<AskedStatement> Asked)> calls = [];

    [OneTimeSetUp]
    public async Task Ask()
    {
        foreach (var call in CallsOfEf.All)
        {
            var server = new OfflineSqlServer
            {
                // Whoever finds a process reads it, and there is none.
                Answer = sql => sql.Contains("FROM [saga_definitions]", StringComparison.Ordinal) ? [] : null,
            };
            await call.Run(server);
            calls.Add((call.Name, server.Asked));
        }
    }

    [Test]
    public void Are_as_they_were_approved() => ApprovedStatements.Compare(
        Approved, calls.SelectMany(call => call.Asked.Select(asked => (call.Name, asked.Text.TrimEnd()))));

    [Test]
    public void Are_T_SQL()
    {
        foreach (var (name, asked) in calls)
        {
            Assert.That(asked, Is.Not.Empty, name);
            foreach (var statement in asked)
                Assert.That(StatementsForSqlServer.Faults(statement.Text), Is.Empty, $"{name}\n{statement.Text}");
        }
    }

    [Test]
    public void None_is_missing()
    {
        var places = WhereEfIsAsked.In([.. Source.All.Where(IsProduct)]);

        Assert.That(places, Has.Count.GreaterThan(30));
        Assert.That(Exemption.Apply(Missing(places, _ => true), Exemptions), Is.Empty);
    }

    [Test]
    public void One_that_is_missing_is_told()
    {
        var places = WhereEfIsAsked.In([.. Source.All.Where(IsProduct)]);

        Assert.That(
            Missing(places, name => name != "Inspection.CountUnsent").Except(Missing(places, _ => true))
                .Select(complaint => $"{complaint.Path} {complaint.What}"),
            Is.EqualTo(["Orders.Data/Inspection.cs asks EF for what no test translates for SQL Server"]));
    }

    [TestCase("await context.Set<object>().ToListAsync();")]
    [TestCase("return context.Set<object>()\n.Where(row => row != null).CountAsync();")]
    [TestCase("var rows = context.Set<object>().ToList();")]
    [TestCase("var any = context.Set<object>().Any();")]
    [TestCase("foreach (var row in context.Set<object>().Take(1)) { }")]
    [TestCase("object[] rows = [.. context.Set<object>()];")]
    [TestCase("context.SaveChanges();")]
    [TestCase("await context.Database.ExecuteSqlAsync($\"x\");")]
    [TestCase("context.Set<object>().ExecuteDelete();")]
    public void Whatever_asks_EF_is_found(string statement) => Assert.That(
        In(statement).Select(found => found.ToString()), Is.EqualTo(["Orders.Data/A.cs:4"]));

    [TestCase("var rows = context.Set<object>().Where(row => row != null).OrderBy(row => row).Take(1);")]
    [TestCase("var ids = new[] { 1, 2 }.Where(id => id > 1).ToList();")]
    [TestCase("context.Add(new object());")]
    [TestCase("var state = context.Entry(new object()).State;")]
    public void What_only_prepares_it_is_left_alone(string statement) => Assert.That(In(statement), Is.Empty);

    private static IReadOnlyList<WhereEfIsAsked> In(string statement) => WhereEfIsAsked.In(
    [
        new Source(
            "Orders.Data/A.cs",
            "using Microsoft.EntityFrameworkCore;\n"
            + $"class A {{ async Task<int> B(DbContext context)\n{{\n{statement}\n}} }}"),
    ]);

    private static bool IsProduct(Source source) => !source.IsTest && source.Project != "Orders.Testing";

    private IEnumerable<Complaint> Missing(IReadOnlyList<WhereEfIsAsked> places, Predicate<string> isCalled)
    {
        var asked = calls.Where(call => isCalled(call.Name)).SelectMany(call => call.Asked).ToList();
        return places.Where(place => !asked.Exists(place.Has)).Select(place => new Complaint(
            place.Path, place.First, "asks EF for what no test translates for SQL Server"));
    }
}
