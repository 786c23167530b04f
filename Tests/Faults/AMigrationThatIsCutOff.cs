using Inventory.Worker;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orders.Hosting;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// Connections of a migration are cut at its first word, at its second, and so on to the last. It is not taken for one
/// that is refused: whoever asks again has the database.
/// </summary>
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class AMigrationThatIsCutOff
{
    [TestCase(TcpFault.CutBeforeRequest)]
    [TestCase(TcpFault.CutBeforeAnswer)]
    public async Task Is_asked_for_again(TcpFault fault)
    {
        var (word, hits) = (0, 0);
        while (await CutAt(++word, fault) is { } hit)
            hits += hit;

        TestContext.Out.WriteLine($"{word - 1} words, cut at {hits}");
        Assert.That(hits, Is.GreaterThan(15));
    }

    /// <summary>How often it was cut; null where it has ended before it says the word.</summary>
    private static async Task<int?> CutAt(int word, TcpFault fault)
    {
        var said = 0;
        await using var proxy = new TcpProxy(
            PostgresServer.Shared.Port, () => _ => Interlocked.Increment(ref said) == word);
        proxy.CutRequests(fault);
        var name = $"cut_{Guid.NewGuid():N}";
        var settings = new NpgsqlConnectionStringBuilder(PostgresServer.Shared.ConnectionString(name))
        {
            Port = proxy.Port,
        };
        var migration = MigrationOf(settings.ToString());
        try
        {
            while (!await IsMade(migration, word))
            {
            }

            var hasSaidIt = said >= word;
            proxy.Heal();
            Assert.That(await migration.Missing(CancellationToken.None), Is.Empty);
            return hasSaidIt ? proxy.Hits(fault) : null;
        }
        finally
        {
            PostgresServer.Shared.Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        }
    }

    private static async Task<bool> IsMade(PostgreSqlMigration<InventoryDbContext> migration, int word)
    {
        try
        {
            await migration.Migrate(CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (migration.IsAway(exception))
        {
            return false;
        }
        catch (Exception exception)
        {
            throw new AssertionException($"Cut at word {word}: {exception}");
        }
    }

    private static PostgreSqlMigration<InventoryDbContext> MigrationOf(string connectionString) => new(
        new Database<InventoryDbContext>(
            new PostgreSqlDialect(), connectionString,
            connection => InventoryDbContext.Models.PostgreSql(connection is null
                ? new DbContextOptionsBuilder().UseNpgsql(PostgreSqlDialect.ForReading(connectionString)).Options
                : new DbContextOptionsBuilder().UseNpgsql(connection).Options)));
}
