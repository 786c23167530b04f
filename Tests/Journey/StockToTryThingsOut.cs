using Inventory.Worker;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Messaging;

namespace Tests.Journey;

/// <summary>Articles are put into an empty stock at the start, and the database may be away just then.</summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StockToTryThingsOut : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stock-").FullName;
    private readonly FaultyDialect dialect = new();
    private readonly GroupCommit<InventoryDbContext> groupCommit;
    private readonly string connectionString;

    public StockToTryThingsOut()
    {
        connectionString = $"Data Source={Path.Combine(folder, "inventory.db")};Pooling=False";
        using (var context = new SqliteInventoryDbContext(
            new DbContextOptionsBuilder().UseSqlite(connectionString).Options))
        {
            context.Database.EnsureCreated();
        }

        groupCommit = new GroupCommit<InventoryDbContext>(
            dialect, connectionString, LedgerMessages.Catalogue, TimeProvider.System,
            TestDatabase.NoUpkeep with { MaxPause = TimeSpan.FromMilliseconds(5) },
            NullLogger<GroupCommit<InventoryDbContext>>.Instance);
        groupCommit.Start();
    }

    [Test]
    public async Task Is_there_once_a_database_that_is_away_is_back()
    {
        dialect.IsGone = true;
        var starting = new SeedStock(groupCommit).StartAsync(CancellationToken.None);
        await Eventually.Holds(() => groupCommit.Trouble is not null || starting.IsCompleted, "it is away");
        Assert.That(starting.IsCompleted, Is.False);

        dialect.IsGone = false;
        await starting.InTime();

        Assert.That(Articles(), Is.EqualTo(["GADGET", "GIZMO", "OUT-OF-STOCK", "RARE", "WIDGET"]));
    }

    [Test]
    public async Task Is_not_added_to_a_stock_that_is_there()
    {
        await groupCommit.Execute(new ScriptedUnit(unit =>
            unit.Insert(InventoryTables.StockItems, StockItem.New("OWN", 3, unit.Now)))).InTime();

        await new SeedStock(groupCommit).StartAsync(CancellationToken.None).InTime();

        Assert.That(Articles(), Is.EqualTo(["OWN"]));
    }

    public void Dispose()
    {
        groupCommit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private List<string> Articles()
    {
        using var session = new SqlSession(dialect, connectionString, readOnly: true);
        return session.Query("SELECT sku FROM stock_items ORDER BY sku", row => row.GetString(0));
    }
}
