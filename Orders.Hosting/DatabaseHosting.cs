using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orders.Hosting;

/// <summary>Adds a service's database, as the settings say.</summary>
public static class DatabaseHosting
{
    /// <param name="builder">The service.</param>
    /// <param name="name">The database's name: its connection string's, and its file's.</param>
    /// <param name="readerGroup">The consumer group whose dead letters are kept there.</param>
    /// <param name="sqlite">The model for SQLite.</param>
    public static void AddDatabase<TContext>(
        this WebApplicationBuilder builder, string name, string readerGroup, Func<DbContextOptions, TContext> sqlite)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Orders.Api and Orders.Saga have one database. In one process they share its group commit, too.
        if (builder.Services.Any(service => service.ServiceType == typeof(Database<TContext>)))
            return;
        var provider = builder.Configuration["Database:Provider"] ?? "Sqlite";
        if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException($"Database:Provider is '{provider}'; this version knows 'Sqlite'.");

        builder.Services.AddSingleton(services =>
        {
            var folder = services.GetRequiredService<DataFolder>();
            folder.Hold();
            var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString(Capitalized(name))
                ?? $"Data Source={folder.PathOf(name + ".db")}";
            return new Database<TContext>(new SqliteDialect(), connectionString, connection => sqlite(
                connection is null
                    ? new DbContextOptionsBuilder().UseSqlite(connectionString).Options
                    : new DbContextOptionsBuilder().UseSqlite(connection).Options));
        });
        builder.Services.AddSingleton<SqliteMigration<TContext>>();
        builder.Services.AddSingleton<IDatabaseMigration>(services => services.GetRequiredService<SqliteMigration<TContext>>());
        if (builder.Configuration.GetValue("Database:MigrateAtStart", builder.Environment.IsDevelopment()))
            builder.Services.AddSingleton<IHostedService>(services =>
                new MigrationAtStart(services.GetRequiredService<SqliteMigration<TContext>>()));
        builder.Services.AddGroupCommit<TContext>(
            services => services.GetRequiredService<Database<TContext>>(), readerGroup);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth<TContext>>($"database {name}");
    }

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private sealed class MigrationAtStart(IDatabaseMigration migration) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => migration.Migrate(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Brings a database to the version of this program.</summary>
public interface IDatabaseMigration
{
    /// <summary>Makes the database where it is missing, and applies what it lacks.</summary>
    Task Migrate(CancellationToken cancellationToken);
}
