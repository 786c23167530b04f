using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orders.Hosting;

/// <summary>Adds a service's database, as the settings say.</summary>
public static class DatabaseHosting
{
    private const int SecondsPerRead = 4;

    /// <param name="builder">The service.</param>
    /// <param name="name">The database's name: its connection string's, and its file's.</param>
    /// <param name="readerGroup">The consumer group whose dead letters are kept there.</param>
    /// <param name="models">The model for each kind of database.</param>
    public static void AddDatabase<TContext>(
        this WebApplicationBuilder builder, string name, string readerGroup, DatabaseModels<TContext> models)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(models);

        // Orders.Api and Orders.Saga have one database. In one process they share its group commit, too.
        if (builder.Services.Any(service => service.ServiceType == typeof(Database<TContext>)))
            return;
        var connectionString = builder.Configuration.GetConnectionString(Capitalized(name));
        switch (ProviderOf(builder.Configuration))
        {
            case DatabaseProvider.PostgreSql:
                builder.AddPostgreSql(connectionString ?? throw Missing(name, "PostgreSql"), models.PostgreSql);
                break;
            case DatabaseProvider.SqlServer:
                builder.AddSqlServer(connectionString ?? throw Missing(name, "SqlServer"), models.SqlServer);
                break;
            case DatabaseProvider.Sqlite when connectionString is not null:
                throw new StartRefusedException(
                    $"ConnectionStrings:{Capitalized(name)} is set, but Database:Provider is Sqlite, whose files are "
                    + "in Data:Folder: set Database:Provider too, or remove the connection string.");
            default:
                builder.AddSqlite(name, models.Sqlite);
                break;
        }

        if (builder.Configuration.GetValue("Database:MigrateAtStart", builder.Environment.IsDevelopment()))
            builder.Services.AddSingleton<IHostedService>(services =>
                new MigrationAtStart(
                    services.GetRequiredService<DatabaseMigration<TContext>>(),
                    services.GetRequiredService<DatabaseAwaited>()));
        builder.Services.AddSingleton<IDatabaseMigration>(
            services => services.GetRequiredService<DatabaseMigration<TContext>>());
        builder.Services.AddGroupCommit<TContext>(
            services => services.GetRequiredService<Database<TContext>>(), readerGroup);
        builder.Services.AddSingleton<DatabaseHealth<TContext>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth<TContext>>($"database {name}");
    }

    /// <summary>The kind of database that setting <c>Database:Provider</c> names; default SQLite.</summary>
    /// <exception cref="StartRefusedException">There is no such kind.</exception>
    public static DatabaseProvider ProviderOf(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var named = configuration["Database:Provider"] ?? nameof(DatabaseProvider.Sqlite);
        return Enum.TryParse<DatabaseProvider>(named, ignoreCase: true, out var provider) && Enum.IsDefined(provider)
            ? provider
            : throw new StartRefusedException(
                $"Database:Provider is '{named}'; this version knows "
                + $"{string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
    }

    private static void AddSqlite<TContext>(
        this WebApplicationBuilder builder, string name, Func<DbContextOptions, TContext> model)
        where TContext : DbContext
    {
        builder.Services.AddSingleton(services =>
        {
            var folder = services.GetRequiredService<DataFolder>();
            folder.Hold();
            var connectionString = $"Data Source={folder.PathOf(name + ".db")}";
            return new Database<TContext>(new SqliteDialect(), connectionString, connection => model(connection is null
                ? new DbContextOptionsBuilder().UseSqlite(connectionString, Reads).Options
                : new DbContextOptionsBuilder().UseSqlite(connection).Options));
        });
        builder.Services.AddSingleton<DatabaseMigration<TContext>, SqliteMigration<TContext>>();
    }

    private static void AddPostgreSql<TContext>(
        this WebApplicationBuilder builder, string connectionString, Func<DbContextOptions, TContext> model)
        where TContext : DbContext
    {
        var reading = PostgreSqlDialect.ForReading(connectionString);
        builder.Services.AddSingleton(new Database<TContext>(
            new PostgreSqlDialect(), connectionString, connection => model(connection is null
                ? new DbContextOptionsBuilder().UseNpgsql(reading, Reads).Options
                : new DbContextOptionsBuilder().UseNpgsql(connection).Options)));
        builder.Services.AddSingleton<DatabaseMigration<TContext>, PostgreSqlMigration<TContext>>();
    }

    private static void AddSqlServer<TContext>(
        this WebApplicationBuilder builder, string connectionString, Func<DbContextOptions, TContext> model)
        where TContext : DbContext
    {
        var reading = SqlServerDialect.ForReading(connectionString);
        builder.Services.AddSingleton(new Database<TContext>(
            new SqlServerDialect(), connectionString, connection => model(connection is null
                ? new DbContextOptionsBuilder().UseSqlServer(reading, Reads).Options
                : new DbContextOptionsBuilder().UseSqlServer(connection).Options)));
        builder.Services.AddSingleton<DatabaseMigration<TContext>, SqlServerMigration<TContext>>();
    }

    /// <summary>Who reads has an answer within 10 s, if it is that there is none.</summary>
    private static void Reads<TBuilder, TExtension>(RelationalDbContextOptionsBuilder<TBuilder, TExtension> options)
        where TBuilder : RelationalDbContextOptionsBuilder<TBuilder, TExtension>
        where TExtension : RelationalOptionsExtension, new() => options.CommandTimeout(SecondsPerRead);

    private static StartRefusedException Missing(string name, string provider) => new(
        $"ConnectionStrings:{Capitalized(name)} is not set. With Database:Provider={provider} every database needs "
        + $"one: set ConnectionStrings__{Capitalized(name)}.");

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>The kinds of database.</summary>
public enum DatabaseProvider
{
    /// <summary>Files in the data folder, for one process.</summary>
    Sqlite,

    /// <summary>A server, for any number of processes.</summary>
    PostgreSql,

    /// <summary>A server, for any number of processes.</summary>
    SqlServer,
}
