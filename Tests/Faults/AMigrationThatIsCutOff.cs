using Inventory.Worker;
using Npgsql;
using Orders.Hosting;
using Orders.Testing;

namespace Tests.Faults;

/// <summary>
/// Connections of a migration are cut at its first word, at its second, and so on to the last. It is not taken for one
/// that is refused: whoever asks again has the database, be it a new one or one that is there.
/// </summary>
[Category("PostgreSql")]
[Category("Faults")]
internal sealed class AMigrationThatIsCutOff
{
    private readonly string there = $"there_{Guid.NewGuid():N}";

    [OneTimeTearDown]
    public void Drop() => Drop(there);

    [TestCase(TcpFault.CutBeforeRequest)]
    [TestCase(TcpFault.CutBeforeAnswer)]
    public Task Of_a_new_database_is_asked_for_again(TcpFault fault) => CutAtEach(
        fault,
        async word =>
        {
            var name = $"new_{Guid.NewGuid():N}";
            try
            {
                return await CutAt(word, fault, name);
            }
            finally
            {
                Drop(name);
            }
        },
        leastWords: 30);

    [TestCase(TcpFault.CutBeforeRequest)]
    [TestCase(TcpFault.CutBeforeAnswer)]
    public async Task Of_a_database_that_is_there_is_asked_for_again(TcpFault fault)
    {
        await MigrationOf(PostgresServer.Shared.ConnectionString(there)).Migrate(CancellationToken.None);

        await CutAtEach(fault, word => CutAt(word, fault, there), leastWords: 8);
    }

    private static async Task CutAtEach(TcpFault fault, Func<int, Task<int?>> cutAt, int leastWords)
    {
        var (word, hits) = (0, 0);
        while (await cutAt(++word) is { } hit)
            hits += hit;

        TestContext.Out.WriteLine($"{word - 1} words, {fault} at {hits}");
        Assert.That(hits, Is.GreaterThanOrEqualTo(leastWords));
    }

    /// <summary>How often it was cut; null where it has ended before it says the word.</summary>
    private static async Task<int?> CutAt(int word, TcpFault fault, string database)
    {
        var said = 0;
        await using var proxy = new TcpProxy(
            PostgresServer.Shared.Port, () => _ => Interlocked.Increment(ref said) == word);
        proxy.CutRequests(fault);
        var settings = new NpgsqlConnectionStringBuilder(PostgresServer.Shared.ConnectionString(database))
        {
            Port = proxy.Port,
        };
        var migration = MigrationOf(settings.ToString());
        if (!await IsMade(migration, word))
            Assert.That(await IsMade(migration, word), Is.True, $"cut at word {word} and asked for again");

        var hasSaidIt = said >= word;
        proxy.Heal();
        Assert.That(await migration.Missing(CancellationToken.None), Is.Empty);
        return hasSaidIt ? proxy.Hits(fault) : null;
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

    private static void Drop(string database) =>
        PostgresServer.Shared.Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    private static PostgreSqlMigration<InventoryDbContext> MigrationOf(string connectionString) =>
        MigrationOnPostgreSql.Of(connectionString, InventoryDbContext.Models);
}
