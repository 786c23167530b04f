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

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = Database.OpenContext(null);
        await Create(context, cancellationToken).ConfigureAwait(false);

        // Another's migration, or this one, may take as long as its tables are large.
        context.Database.SetCommandTimeout(TimeSpan.Zero);

        // The connection that holds the lock is the one that migrates: should it break, the lock goes with it.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Lock})", cancellationToken)
            .ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Lock})", cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task Create(TContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        try
        {
            if (!await creator.ExistsAsync(cancellationToken).ConfigureAwait(false))
                await creator.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process was faster.
        }
    }
}
