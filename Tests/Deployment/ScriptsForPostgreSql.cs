using Inventory.Worker;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Orders.Data;
using Orders.Hosting;
using Orders.Testing;
using Payments.Worker;

namespace Tests.Deployment;

/// <summary>Who has migrations reviewed first runs the scripts of deploy/sql, and has what others have.</summary>
[Category("PostgreSql")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ScriptsForPostgreSql
{
    private readonly string byScript = $"script_{Guid.NewGuid():N}";
    private readonly string byMigration = $"migration_{Guid.NewGuid():N}";

    [TearDown]
    public void Drop()
    {
        foreach (var database in new[] { byScript, byMigration })
            PostgresServer.Shared.Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
    }

    [Test]
    public Task Make_what_migrations_make_of_orders() => MakeTheSame("orders", OrdersDbContext.Models);

    [Test]
    public Task Make_what_migrations_make_of_payments() => MakeTheSame("payments", PaymentsDbContext.Models);

    [Test]
    public Task Make_what_migrations_make_of_inventory() => MakeTheSame("inventory", InventoryDbContext.Models);

    private async Task MakeTheSame<TContext>(string name, DatabaseModels<TContext> models)
        where TContext : DbContext
    {
        var script = SqlScripts.All.Single(script => script.Path == $"{SqlScripts.Folder}/PostgreSql/{name}.sql");
        PostgresServer.Shared.Execute($"CREATE DATABASE {byScript}");
        await MigrationOf(byMigration, models).Migrate(CancellationToken.None);

        PostgresServer.Shared.Query(byScript, script.Content);
        PostgresServer.Shared.Query(byScript, script.Content);

        Assert.That(await MigrationOf(byScript, models).Missing(CancellationToken.None), Is.Empty);
        Assert.That(Schema(byScript), Is.EqualTo(Schema(byMigration)));
        Assert.That(Schema(byScript), Has.Count.GreaterThan(30));
    }

    private static List<object> Schema(string database) => PostgresServer.Shared.Query(
        database,
        """
        SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        ORDER BY 1
        """);

    private static PostgreSqlMigration<TContext> MigrationOf<TContext>(string name, DatabaseModels<TContext> models)
        where TContext : DbContext =>
        MigrationOnPostgreSql.Of(PostgresServer.Shared.ConnectionString(name), models);
}
