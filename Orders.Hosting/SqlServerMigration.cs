using System.Globalization;
using Messaging;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <inheritdoc/>
/// <remarks>EF takes a lock of the database's own while it migrates, so that of several at once one does it.</remarks>
internal sealed partial class SqlServerMigration<TContext>(
    Database<TContext> database, ILogger<SqlServerMigration<TContext>> logger) : DatabaseMigration<TContext>(database)
    where TContext : DbContext
{
    private const int DatabaseExists = 1801;
    private const int CannotOpenDatabase = 4060;

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        var settings = new SqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false };
        if (settings.InitialCatalog.Length == 0)
            throw new StartRefusedException("The connection string names no database: add Database=<name>.");
        if (!await IsThere(settings, cancellationToken).ConfigureAwait(false))
            await Create(settings, cancellationToken).ConfigureAwait(false);
        await using var context = Database.OpenContext(null);

        // Another's migration, or this one, may take as long as its tables are large.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Who may use the database need not be known to its server, so it is asked for itself first.</summary>
    private static async Task<bool> IsThere(SqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SqlException exception) when (exception.Number == CannotOpenDatabase)
        {
            return false;
        }
    }

    /// <summary>
    /// In a database that is new readers and writers do not wait for each other; one that is there stays as its
    /// administrator has set it. Of several processes one makes it, and the others wait until it is there.
    /// </summary>
    private async Task Create(SqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var name = settings.InitialCatalog;
        var ofServer = new SqlConnectionStringBuilder(settings.ConnectionString) { InitialCatalog = "master" };
        await using var master = new SqlConnection(ofServer.ConnectionString);
        await master.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await TryCreate(master, name, cancellationToken).ConfigureAwait(false))
        {
            // Another that has opened it by now is not waited for.
            await TrySet(master, name, "READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT", cancellationToken)
                .ConfigureAwait(false);
            await TrySet(master, name, "ALLOW_SNAPSHOT_ISOLATION ON", cancellationToken).ConfigureAwait(false);
        }

        for (var wait = 0; wait < 100; wait++)
        {
            if (await IsThere(settings, cancellationToken).ConfigureAwait(false))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> TryCreate(SqlConnection master, string name, CancellationToken cancellationToken)
    {
        if (await Exists(master, name, cancellationToken).ConfigureAwait(false))
            return false;
        try
        {
            await Execute(master, $"CREATE DATABASE {Quoted(name)}", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SqlException exception) when (exception.Number == DatabaseExists)
        {
            // Another process was faster.
            return false;
        }
    }

    private async Task TrySet(SqlConnection master, string name, string option, CancellationToken cancellationToken)
    {
        try
        {
            await Execute(master, $"ALTER DATABASE {Quoted(name)} SET {option}", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SqlException exception)
        {
            LogNotSet(exception, option, name);
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
