using System.Data.Common;
using Messaging;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Orders.Hosting;

/// <inheritdoc/>
/// <param name="database">The database.</param>
/// <param name="time">By which one that cannot be opened yet is waited for.</param>
/// <param name="logger">Where it is said what is waited for.</param>
/// <param name="connect">A seam for tests, which have no server: makes a connection; default the driver's.</param>
/// <remarks>EF takes a lock of the database's own while it migrates, so that of several at once one does it.</remarks>
internal sealed partial class SqlServerMigration<TContext>(
    Database<TContext> database, TimeProvider time, ILogger<SqlServerMigration<TContext>> logger,
    Func<string, DbConnection>? connect = null) : DatabaseMigration<TContext>(database)
    where TContext : DbContext
{
    private const int CannotOpenDatabase = 4060;
    private const int DatabaseExists = 1801;

    private const int MostTries = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Without the right to make a database, or the role for it.</summary>
    private static readonly int[] MayNotCreate = [262, 15247];

    /// <summary>It has no user there, or is none of the server's logins at all.</summary>
    private static readonly int[] MayNotOpenMaster = [CannotOpenDatabase, 916, 18456];

    private readonly Func<string, DbConnection> connect = connect ?? (settings => new SqlConnection(settings));

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        var settings = new SqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false };
        if (settings.InitialCatalog.Length == 0)
            throw new StartRefusedException("The connection string names no database: add Database=<name>.");
        if (await TryOpen(settings, cancellationToken).ConfigureAwait(false) is { } refusal)
            await Create(settings, refusal, cancellationToken).ConfigureAwait(false);
        await using var context = Database.OpenContext(null);

        // Another's migration, or this one, may take as long as its tables are large.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What is said where the database cannot be opened. Who may use it need not be known to its server, so it is asked
    /// itself first.
    /// </summary>
    private async Task<SqlException?> TryOpen(
        SqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        await using var connection = connect(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SqlException exception) when (exception.Number == CannotOpenDatabase)
        {
            return exception;
        }
    }

    /// <summary>
    /// In a database that is new readers and writers do not wait for each other; one that is there stays as its
    /// administrator has set it. Of several processes one makes it, and the others wait until it is there.
    /// </summary>
    private async Task Create(
        SqlConnectionStringBuilder settings, SqlException refusal, CancellationToken cancellationToken)
    {
        var name = settings.InitialCatalog;
        await using var master = await OpenMaster(settings, refusal, cancellationToken).ConfigureAwait(false);
        if (await UnopenedDatabase.Find(master, name, cancellationToken).ConfigureAwait(false) is { } there)
        {
            LogWaiting(there.Why(refusal));
        }
        else if (await TryCreate(master, name, cancellationToken).ConfigureAwait(false))
        {
            // Another that has opened it by now is not waited for.
            await TrySet(master, name, "READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT", cancellationToken)
                .ConfigureAwait(false);
            await TrySet(master, name, "ALLOW_SNAPSHOT_ISOLATION ON", cancellationToken).ConfigureAwait(false);
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryOpen(settings, cancellationToken).ConfigureAwait(false) is not { } refused)
                return;
            refusal = refused;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        throw new StartRefusedException(
            await UnopenedDatabase.Find(master, name, cancellationToken).ConfigureAwait(false) is { } unopened
                ? unopened.Why(refusal)
                : UnopenedDatabase.WhyNotSeen(name, refusal));
    }

    /// <summary>Nobody else knows whether the database is missing, or the login has no rights.</summary>
    private async Task<DbConnection> OpenMaster(
        SqlConnectionStringBuilder settings, SqlException refusal, CancellationToken cancellationToken)
    {
        var ofServer = new SqlConnectionStringBuilder(settings.ConnectionString) { InitialCatalog = "master" };
        var master = connect(ofServer.ConnectionString);
        try
        {
            await master.OpenAsync(cancellationToken).ConfigureAwait(false);
            return master;
        }
        catch (SqlException exception)
        {
            await master.DisposeAsync().ConfigureAwait(false);
            if (MayNotOpenMaster.Contains(exception.Number))
                throw new StartRefusedException(UnopenedDatabase.WhyNotAsked(settings.InitialCatalog, refusal));
            throw;
        }
    }

    private static async Task<bool> TryCreate(DbConnection master, string name, CancellationToken cancellationToken)
    {
        try
        {
            await Execute(master, $"CREATE DATABASE {Quoted(name)}", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SqlException exception) when (exception.Number == DatabaseExists)
        {
            // Another process was faster, or the login does not see what is there.
            return false;
        }
        catch (SqlException exception) when (MayNotCreate.Contains(exception.Number))
        {
            throw new StartRefusedException(UnopenedDatabase.WhyNotMade(name, exception));
        }
    }

    private async Task TrySet(DbConnection master, string name, string option, CancellationToken cancellationToken)
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

    /// <summary>It takes as long as the server needs.</summary>
    private static async Task Execute(DbConnection master, string sql, CancellationToken cancellationToken)
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

    [LoggerMessage(2, LogLevel.Warning, "Trying again for 20 s: {Why}")]
    private partial void LogWaiting(string why);
}
