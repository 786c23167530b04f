using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Tests.Messaging;

/// <summary>
/// The smallest database that has everything: a declared table, a saga's instances, and what the library needs.
/// </summary>
internal sealed class LedgerContext : DbContext
{
    private readonly string provider;

    public LedgerContext(DbContextOptions options)
        : base(options) =>
        provider = options.Extensions.Single(extension => extension.Info.IsDatabaseProvider).GetType().Name;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (provider == "SqliteOptionsExtension")
            configurationBuilder.UseSqliteText();
        else if (provider == "SqlServerOptionsExtension")
            configurationBuilder.UseSqlServerTypes();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapOutbox();
        modelBuilder.MapSagaTables();
        modelBuilder.MapTable(Accounts.Table);
        modelBuilder.MapTable(Samples.Table);
        modelBuilder.Entity<Transfer>(transfer =>
        {
            transfer.ToTable("transfers").HasKey(row => row.CorrelationId);
            transfer.Property(row => row.Version).IsConcurrencyToken();
            transfer.UseSnakeCaseColumns();
        });
    }
}

/// <summary>A row that units of work change.</summary>
internal sealed record Account
{
    public required Guid Id { get; init; }

    public required string Owner { get; init; }

    public long Balance { get; init; }

    public long Version { get; init; }
}

internal static class Accounts
{
    /// <summary>No two accounts have one owner: how a test makes a unit that the database refuses.</summary>
    public static Table<Account, Guid> Table { get; } =
        new Table<Account, Guid>("accounts", row => row.Id)
            .Key(row => row.Id)
            .Fixed(row => row.Owner, maxLength: 50)
            .Changing(row => row.Balance)
            .Version(row => row.Version)
            .Index("ux_accounts_owner", unique: true, row => row.Owner);

    /// <summary>Adds to the balance of an account that is there, and raises its version.</summary>
    public static void Deposit(this UnitOfWork unit, Guid id, long amount)
    {
        var account = unit.Find(Table, id)!;
        unit.Update(Table, account with { Balance = account.Balance + amount, Version = account.Version + 1 });
    }

    /// <summary>Opens an account, owned by whoever is named.</summary>
    public static Guid Open(this UnitOfWork unit, string owner, long balance = 0)
    {
        var account = new Account { Id = Guid.NewGuid(), Owner = owner, Balance = balance };
        unit.Insert(Table, account);
        return account.Id;
    }
}

/// <summary>A saga's instance.</summary>
internal sealed class Transfer : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "";

    public long Amount { get; set; }

    public DateTime? EndedAt { get; set; }

    public Guid? TimeoutToken { get; set; }

    public Guid? ReminderToken { get; set; }
}
