using Microsoft.EntityFrameworkCore;

namespace Orders.Hosting;

/// <summary>Brings a database to the version of this program.</summary>
public interface IDatabaseMigration
{
    /// <summary>
    /// Makes the database where it is missing, and applies what it lacks. Safe when several processes do it at once.
    /// </summary>
    Task Migrate(CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <typeparam name="TContext">The context class of the database's model.</typeparam>
internal abstract class DatabaseMigration<TContext> : IDatabaseMigration
    where TContext : DbContext
{
    public abstract Task Migrate(CancellationToken cancellationToken);
}
