using Messaging;
using Microsoft.EntityFrameworkCore;
using Orders.Hosting;

namespace Tests;

/// <summary>The migration of a database on PostgreSQL, with connections as a service has them.</summary>
internal static class MigrationOnPostgreSql
{
    public static PostgreSqlMigration<TContext> Of<TContext>(string connectionString, DatabaseModels<TContext> models)
        where TContext : DbContext
    {
        var reading = PostgreSqlDialect.ForReading(connectionString);
        return new PostgreSqlMigration<TContext>(new Database<TContext>(
            new PostgreSqlDialect(), connectionString, connection => models.PostgreSql(connection is null
                ? new DbContextOptionsBuilder().UseNpgsql(reading).Options
                : new DbContextOptionsBuilder().UseNpgsql(connection).Options)));
    }
}
