using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Orders.Hosting;

/// <inheritdoc/>
internal sealed class SqliteMigration<TContext>(Database<TContext> database) : DatabaseMigration<TContext>(database)
    where TContext : DbContext
{
    public override async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = Database.OpenContext(null);
        ReleaseStaleLock(context);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// EF's migration lock is a row on SQLite, which a killed run leaves behind and every later one would wait for. The
    /// data folder is ours alone, so a row that is there is such a leftover.
    /// </summary>
    private static void ReleaseStaleLock(TContext context)
    {
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if (command.ExecuteScalar() is 0L)
            return;
        command.CommandText = "DELETE FROM __EFMigrationsLock";
        command.ExecuteNonQuery();
    }
}
