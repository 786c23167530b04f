using Inventory.Worker;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Orders.Data;
using Payments.Worker;

namespace Orders.Testing;

/// <summary>
/// The scripts by which an administrator brings a server's databases to this version, from whichever version they are
/// at, where the services may not do it themselves.
/// </summary>
internal static class SqlScripts
{
    public const string Folder = "deploy/sql";

    /// <summary>
    /// Whatever fails ends the script's transaction, and sqlcmd reads names as every other client does.
    /// </summary>
    private const string SqlServerSettings = "SET XACT_ABORT ON;\nSET QUOTED_IDENTIFIER ON;\nGO\n\n";

    public static IReadOnlyList<Document> All { get; } =
    [
        .. Of("orders", OrdersDbContext.Models),
        .. Of("payments", PaymentsDbContext.Models),
        .. Of("inventory", InventoryDbContext.Models),
    ];

    private static IEnumerable<Document> Of<TContext>(string database, DatabaseModels<TContext> models)
        where TContext : DbContext
    {
        yield return Of("SqlServer", database, models.SqlServer(new DbContextOptionsBuilder().UseSqlServer().Options));
        yield return Of("PostgreSql", database, models.PostgreSql(new DbContextOptionsBuilder().UseNpgsql().Options));
    }

    private static Document Of(string provider, string database, DbContext context)
    {
        using (context)
        {
            var script = context.GetService<IMigrator>()
                .GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent)
                .ReplaceLineEndings("\n");
            return new Document(
                $"{Folder}/{provider}/{database}.sql", provider == "SqlServer" ? SqlServerSettings + script : script);
        }
    }
}
