using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Orders.Data;

/// <summary>The orders database: Orders.Api and Orders.Saga share it.</summary>
public abstract class OrdersDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The model on each database it can live on.</summary>
    public static DatabaseModels<OrdersDbContext> Models { get; } = new(
        Sqlite: options => new SqliteOrdersDbContext(options),
        PostgreSql: options => new PostgreSqlOrdersDbContext(options),
        SqlServer: options => new SqlServerOrdersDbContext(options));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapTable(OrdersTables.Orders);
        modelBuilder.MapTable(OrdersTables.Definitions);
        modelBuilder.MapTable(OrdersTables.IdempotentAnswers);
        modelBuilder.MapSagaTables();
        modelBuilder.MapOutbox();
        modelBuilder.Entity<OrderState>(saga =>
        {
            saga.ToTable("sagas");
            saga.HasKey(order => order.CorrelationId);
            saga.Property(order => order.CorrelationId).ValueGeneratedNever().HasColumnName("order_id");
            saga.Property(order => order.Version).IsConcurrencyToken();
            saga.Property(order => order.CurrentState).HasMaxLength(64);
            saga.Property(order => order.Currency).HasMaxLength(3);
            saga.Property(order => order.PaymentStatus).HasMaxLength(20);
            saga.Property(order => order.StockStatus).HasMaxLength(20);
            saga.Property(order => order.Reason).HasMaxLength(50);
            saga.Property(order => order.Detail).HasMaxLength(1000);
            saga.Property(order => order.LastFault).HasMaxLength(1000);
            saga.UseSnakeCaseColumns();
        });
    }
}

/// <summary>The orders database on SQLite.</summary>
public sealed class SqliteOrdersDbContext(DbContextOptions options) : OrdersDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqliteText();

    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteOrdersDbContext>
    {
        public SqliteOrdersDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseSqlite().Options);
    }
}

/// <summary>The orders database on PostgreSQL.</summary>
public sealed class PostgreSqlOrdersDbContext(DbContextOptions options) : OrdersDbContext(options)
{
    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgreSqlOrdersDbContext>
    {
        public PostgreSqlOrdersDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseNpgsql().Options);
    }
}

/// <summary>The orders database on SQL Server.</summary>
public sealed class SqlServerOrdersDbContext(DbContextOptions options) : OrdersDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqlServerTypes();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.StoreInOrderOf<OrderState>(saga => saga.StartedAt);
        modelBuilder.StoreInOrderOf<DeadLetterRow>(row => row.FailedAt);
        modelBuilder.StoreInOrderOf<IdempotentAnswer>(answer => answer.ExpiresAt);

        // While a worker is away for long, many are due, and which of them wait for whom is looked at over and over.
        SqlServerIndexBuilderExtensions.IncludeProperties(
            modelBuilder.Entity<DeadlineRow>().HasIndex(row => row.DueAt),
            row => new { row.Asked, row.AskedAt, row.AskedSince, row.ClaimedUntil });
    }

    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqlServerOrdersDbContext>
    {
        public SqlServerOrdersDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseSqlServer().Options);
    }
}
