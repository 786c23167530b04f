using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Orders.Hosting;

/// <summary>Brings a database to the version of this program.</summary>
public interface IDatabaseMigration
{
    /// <summary>
    /// Makes the database where it is missing, and applies what it lacks. Safe when several processes do it at once.
    /// </summary>
    Task Migrate(CancellationToken cancellationToken);

    /// <summary>The migrations that the database lacks, the oldest first.</summary>
    Task<IReadOnlyList<string>> Missing(CancellationToken cancellationToken);

    /// <summary>Whether these are the words of a database that nobody answers for.</summary>
    bool IsAway(Exception exception);
}

/// <inheritdoc/>
/// <typeparam name="TContext">The context class of the database's model.</typeparam>
internal abstract class DatabaseMigration<TContext>(Database<TContext> database) : IDatabaseMigration
    where TContext : DbContext
{
    protected Database<TContext> Database => database;

    public abstract Task Migrate(CancellationToken cancellationToken);

    public bool IsAway(Exception exception) => database.Dialect.IsAway(SqlDialect.WordsOf(exception));

    public async Task<IReadOnlyList<string>> Missing(CancellationToken cancellationToken)
    {
        await using var model = database.OpenContext(null);
        return [.. await model.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)];
    }
}
