using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Inventory.Worker;

/// <summary>The inventory database.</summary>
public abstract class InventoryDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The model on each database it can live on.</summary>
    public static DatabaseModels<InventoryDbContext> Models { get; } = new(
        Sqlite: options => new SqliteInventoryDbContext(options),
        PostgreSql: options => new PostgreSqlInventoryDbContext(options),
        SqlServer: options => new SqlServerInventoryDbContext(options));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapTable(InventoryTables.StockItems);
        modelBuilder.MapTable(InventoryTables.Reservations);
        modelBuilder.MapOutbox();
    }
}

/// <summary>The inventory database on SQLite.</summary>
public sealed class SqliteInventoryDbContext(DbContextOptions options) : InventoryDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqliteText();

    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteInventoryDbContext>
    {
        public SqliteInventoryDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseSqlite().Options);
    }
}

/// <summary>The inventory database on PostgreSQL.</summary>
public sealed class PostgreSqlInventoryDbContext(DbContextOptions options) : InventoryDbContext(options)
{
    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgreSqlInventoryDbContext>
    {
        public PostgreSqlInventoryDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseNpgsql().Options);
    }
}

/// <summary>The inventory database on SQL Server.</summary>
public sealed class SqlServerInventoryDbContext(DbContextOptions options) : InventoryDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqlServerTypes();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.StoreInOrderOf<Reservation>(row => row.CreatedAt);
        modelBuilder.StoreInOrderOf<DeadLetterRow>(row => row.FailedAt);
    }

    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqlServerInventoryDbContext>
    {
        public SqlServerInventoryDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseSqlServer().Options);
    }
}
