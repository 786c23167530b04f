using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Payments.Worker;

/// <summary>The payments database.</summary>
public abstract class PaymentsDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The model on each database it can live on.</summary>
    public static DatabaseModels<PaymentsDbContext> Models { get; } = new(
        Sqlite: options => new SqlitePaymentsDbContext(options),
        PostgreSql: options => new PostgreSqlPaymentsDbContext(options),
        SqlServer: options => new SqlServerPaymentsDbContext(options));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapTable(PaymentTables.Payments);
        modelBuilder.MapTable(PaymentTables.Attempts);
        modelBuilder.MapOutbox();
    }
}

/// <summary>The payments database on SQLite.</summary>
public sealed class SqlitePaymentsDbContext(DbContextOptions options) : PaymentsDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqliteText();

    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqlitePaymentsDbContext>
    {
        public SqlitePaymentsDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseSqlite().Options);
    }
}

/// <summary>The payments database on PostgreSQL.</summary>
public sealed class PostgreSqlPaymentsDbContext(DbContextOptions options) : PaymentsDbContext(options)
{
    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgreSqlPaymentsDbContext>
    {
        public PostgreSqlPaymentsDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseNpgsql().Options);
    }
}

/// <summary>The payments database on SQL Server.</summary>
public sealed class SqlServerPaymentsDbContext(DbContextOptions options) : PaymentsDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqlServerTypes();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.StoreInOrderOf<PaymentRow>(row => row.CreatedAt);
        modelBuilder.StoreInOrderOf<DeadLetterRow>(row => row.FailedAt);
    }

    /// <summary>For the tool that makes migrations.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqlServerPaymentsDbContext>
    {
        public SqlServerPaymentsDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder().UseSqlServer().Options);
    }
}
