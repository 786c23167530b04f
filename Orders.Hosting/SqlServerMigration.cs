using System.Globalization;
using Messaging;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <inheritdoc/>
/// <remarks>EF takes a lock of the database's own while it migrates, so that of several at once one does it.</remarks>
internal sealed partial class SqlServerMigration<TContext>(
    Database<TContext> database, ILogger<SqlServerMigration<TContext>> logger) : DatabaseMigration<TContext>
    where TContext : DbContext
{
    private const int DatabaseExists = 1801;

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        await Create(cancellationToken).ConfigureAwait(false);
        await using var context = database.OpenContext(null);

        // Another's migration, or this one, may take as long as its tables are large.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes the database where it is missing. In one that is new readers and writers do not wait for each other; one
    /// that is there stays as its administrator has set it.
    /// </summary>
    private async Task Create(CancellationToken cancellationToken)
    {
        var settings = new SqlConnectionStringBuilder(database.ConnectionString);
        var name = settings.InitialCatalog;
        if (name.Length == 0)
            throw new StartRefusedException(
                "The connection string names no database: add Database=<name>.");
        settings.InitialCatalog = "master";
        await using var master = new SqlConnection(settings.ConnectionString);
        await master.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await Exists(master, name, cancellationToken).ConfigureAwait(false))
            return;
        try
        {
            await Execute(master, $"CREATE DATABASE {Quoted(name)}", cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception) when (exception.Number == DatabaseExists)
        {
            // Another process was faster.
            return;
        }

        foreach (var option in new[] { "READ_COMMITTED_SNAPSHOT", "ALLOW_SNAPSHOT_ISOLATION" })
        {
            try
            {
                await Execute(master, $"ALTER DATABASE {Quoted(name)} SET {option} ON", cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (SqlException exception)
            {
                LogNotSet(exception, option, name);
            }
        }
    }

    private static async Task<bool> Exists(SqlConnection master, string name, CancellationToken cancellationToken)
    {
        await using var command = master.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sys.databases WHERE name = @name";
        command.Parameters.AddWithValue("@name", name);
        return Convert.ToInt32(
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false),
            CultureInfo.InvariantCulture) > 0;
    }

    /// <summary>It takes as long as the server needs.</summary>
    private static async Task Execute(SqlConnection master, string sql, CancellationToken cancellationToken)
    {
        await using var command = master.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>"QUOTENAME": a bracket within is doubled.</summary>
    private static string Quoted(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    [LoggerMessage(1, LogLevel.Warning,
        "{Option} of database {Database} could not be set; without it readers and writers wait for each other")]
    private partial void LogNotSet(Exception exception, string option, string database);
}
