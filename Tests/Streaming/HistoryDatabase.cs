using System.Text;
using Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orders.Data;

namespace Tests.Streaming;

/// <summary>An orders database of its own, whose history a test writes by hand.</summary>
internal sealed class HistoryDatabase : IDisposable
{
    private readonly string? folder;
    private readonly string name = $"h{Guid.NewGuid():N}"[..9];
    private int opened;

    private HistoryDatabase(bool isOnServer)
    {
        folder = isOnServer ? null : Directory.CreateTempSubdirectory("history-").FullName;
        var connectionString = isOnServer
            ? PostgresServer.Shared.ConnectionString(name)
            : $"Data Source={Path.Combine(folder!, "orders.db")}";
        Database = new Database<OrdersDbContext>(
            isOnServer ? new PostgreSqlDialect() : new SqliteDialect(), connectionString, _ =>
            {
                Interlocked.Increment(ref opened);
                var options = new DbContextOptionsBuilder();
                return isOnServer
                    ? OrdersDbContext.Models.PostgreSql(options.UseNpgsql(connectionString).Options)
                    : OrdersDbContext.Models.Sqlite(options.UseSqlite(connectionString).Options);
            });
        using var context = Database.OpenContext(null);
        context.Database.Migrate();
        Feed = new HistoryFeed(Database);
    }

    public Database<OrdersDbContext> Database { get; }

    public HistoryFeed Feed { get; }

    /// <summary>How often it was asked for something.</summary>
    public int Opened => opened;

    public static HistoryDatabase OnSqlite() => new(isOnServer: false);

    public static HistoryDatabase OnPostgreSql() => new(isOnServer: true);

    /// <summary>A row of a history, which gets its number when it is written.</summary>
    public static SagaHistoryRow Row(
        Guid? order = null, long? version = 1, string payload = "{}", DateTime? at = null) => new()
        {
            SagaId = order ?? Guid.NewGuid(),
            MessageId = Guid.NewGuid(),
            Version = version,
            Type = "orders.accepted",
            Direction = version is null ? Directions.Out : Directions.Http,
            At = at ?? DateTime.UtcNow,
            Payload = Encoding.UTF8.GetBytes(payload),
        };

    /// <summary>Writes rows in one transaction. Answers their numbers.</summary>
    public Task<long[]> Write(params SagaHistoryRow[] rows) => Write(Database, rows);

    /// <inheritdoc cref="Write(SagaHistoryRow[])"/>
    public static async Task<long[]> Write(Database<OrdersDbContext> database, params SagaHistoryRow[] rows)
    {
        await using var context = database.OpenContext(null);
        context.AddRange(rows);
        await context.SaveChangesAsync();
        return [.. rows.Select(row => row.Seq)];
    }

    public void Dispose()
    {
        if (folder is null)
        {
            PostgresServer.Shared.Execute($"DROP DATABASE {name} WITH (FORCE)");
            return;
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
