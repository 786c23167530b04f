using Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Orders.Hosting;

/// <inheritdoc/>
internal sealed class PostgreSqlMigration<TContext>(Database<TContext> database) : DatabaseMigration<TContext>(database)
    where TContext : DbContext
{
    /// <summary>Any number that nobody else uses; the lock is the database's own.</summary>
    private const long Lock = 0x6F726465727321;

    /// <summary>The database that every server has.</summary>
    private const string AlwaysThere = "postgres";

    /// <summary>The server's function that makes a database, as its errors name it.</summary>
    private const string CreateDatabase = "createdb";

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        // The connection that holds the lock is the one that migrates: however it ends, the lock goes with it.
        await using var connection = await Open(cancellationToken).ConfigureAwait(false);
        await using var context = Database.OpenContext(connection);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Lock})", cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.Routine == CreateDatabase)
        {
            // EF looks by a connection of its own whether the database is there, and takes a reset for a no.
            throw new NpgsqlException("A connection was reset.", exception);
        }
    }

    private async Task<NpgsqlConnection> Open(CancellationToken cancellationToken)
    {
        // Another's migration, or this one, may take as long as its tables are large. Without GSS, as for reading: what
        // is reset while that is tried first comes to be opened all the same, but fails EF later (Npgsql 10).
        var settings = new NpgsqlConnectionStringBuilder(PostgreSqlDialect.ForReading(Database.ConnectionString))
        {
            Pooling = false,
            CommandTimeout = 0,
        };
        try
        {
            return await Open(settings, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await Create(settings, cancellationToken).ConfigureAwait(false);
            return await Open(settings, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task Create(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var name = settings.Database
            ?? throw new StartRefusedException("The connection string names no database: add Database=<name>.");
        var server = new NpgsqlConnectionStringBuilder(settings.ToString()) { Database = AlwaysThere };
        await using var connection = await Open(server, cancellationToken).ConfigureAwait(false);
        using var names = new NpgsqlCommandBuilder();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {names.QuoteIdentifier(name)}";
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process was faster.
        }
    }

    private static async Task<NpgsqlConnection> Open(
        NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
