using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Orders.Testing;

/// <summary>
/// SQLite's own file system in memory, which connections of one process share by name; unlike its shared cache it locks
/// as files do. A database lives as long as one connection to it is open.
/// </summary>
internal static class InMemorySqlite
{
    /// <summary>The connection string of a database that nobody else has.</summary>
    public static string NewConnectionString() => $"Data Source=file:/{Guid.NewGuid()}?vfs=memdb;Pooling=False";

    public static Database<TDatabase> Of<TDatabase>(
        SqlDialect dialect, string connectionString, Func<DbContextOptions, TDatabase> model)
        where TDatabase : DbContext => new(dialect, connectionString, connection => model(
            connection is null
                ? new DbContextOptionsBuilder().UseSqlite(connectionString).Options
                : new DbContextOptionsBuilder().UseSqlite(connection).Options));
}
