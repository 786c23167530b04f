using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Payments.Worker;

/// <summary>The payments database.</summary>
public abstract class PaymentsDbContext(DbContextOptions options) : DbContext(options)
{
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
