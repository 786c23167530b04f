using Inventory.Worker;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Orders.Data;
using Orders.Testing;
using Payments.Worker;

namespace Tests.Contracts;

/// <summary>Migrations make what the models say, on every kind of database.</summary>
[Category("Unit")]
internal sealed class SchemasOfDatabases
{
    private static IEnumerable<TestCaseData> Contexts =>
    [
        .. Of("orders", OrdersDbContext.Models),
        .. Of("payments", PaymentsDbContext.Models),
        .. Of("inventory", InventoryDbContext.Models),
    ];

    private static IEnumerable<Document> ForSqlServer =>
        SqlScripts.All.Where(script => script.Path.Contains("/SqlServer/", StringComparison.Ordinal));

    [TestCaseSource(nameof(Contexts))]
    public void Lack_nothing_that_a_model_has(Func<DbContext> open)
    {
        using var context = open();

        Assert.That(context.Database.HasPendingModelChanges(), Is.False, "dotnet ef migrations add");
        Assert.That(context.Database.GetMigrations(), Is.Not.Empty);
    }

    [Test]
    public void Scripts_for_SQL_Server_are_T_SQL()
    {
        foreach (var script in ForSqlServer)
        {
            using var reader = new StringReader(script.Content);
            new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
            Assert.That(errors.Select(error => $"{error.Line}: {error.Message}"), Is.Empty, script.Path);
        }

        Assert.That(ForSqlServer.Count(), Is.EqualTo(3));
    }

    /// <summary>By default SQL Server takes WIDGET and widget for the same.</summary>
    [Test]
    public void Text_is_compared_byte_by_byte_on_SQL_Server()
    {
        var texts = ForSqlServer.SelectMany(script => script.Content.Split('\n'))
            .Where(line => line.Contains("] nvarchar(") && !line.Contains("[MigrationId]")
                && !line.Contains("[ProductVersion]"))
            .ToList();

        Assert.That(texts, Has.Count.GreaterThan(50));
        Assert.That(texts, Is.All.Contain($"COLLATE {SqlServerDialect.Collation}"));
    }

    private static IEnumerable<TestCaseData> Of<TContext>(string name, DatabaseModels<TContext> models)
        where TContext : DbContext
    {
        yield return Case("SQLite", options => models.Sqlite(options.UseSqlite().Options));
        yield return Case("PostgreSQL", options => models.PostgreSql(options.UseNpgsql().Options));
        yield return Case("SQL Server", options => models.SqlServer(options.UseSqlServer().Options));

        TestCaseData Case(string provider, Func<DbContextOptionsBuilder, DbContext> open)
        {
            Func<DbContext> opened = () => open(new DbContextOptionsBuilder());
            return new TestCaseData(opened).SetArgDisplayNames(name, provider);
        }
    }
}
