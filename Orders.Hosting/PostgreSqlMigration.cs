using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Orders.Hosting;

/// <inheritdoc/>
internal sealed class PostgreSqlMigration<TContext>(Database<TContext> database) : DatabaseMigration<TContext>(database)
    where TContext : DbContext
{
    /// <summary>Any number that nobody else uses; the lock is the database's own.</summary>
    private const long Lock = 0x6F726465727321;

    /// <summary>The server's function that refuses to make a database.</summary>
    private const string CreateDatabase = "createdb";

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = Database.OpenContext(null);

        // The connection that holds the lock is the one that migrates: should it break, the lock goes with it.
        await Open(context, cancellationToken).ConfigureAwait(false);

        // Another's migration, or this one, may take as long as its tables are large.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
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

        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Lock})", cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task Open(TContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await Create(context, cancellationToken).ConfigureAwait(false);
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task Create(TContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process was faster.
        }
    }
}
