using Messaging;
using Microsoft.Extensions.Configuration;
using Orders.Hosting;
using Payments.Worker;

namespace Orders.Testing;

/// <summary>Where an installation keeps its books.</summary>
/// <param name="Dialect">The databases' dialect.</param>
/// <param name="Orders">Connection string of the orders database.</param>
/// <param name="Payments">Connection string of the payments database.</param>
/// <param name="Inventory">Connection string of the inventory database.</param>
/// <param name="Ledger">Connection string of the simulated gateway's own ledger, an SQLite file.</param>
public sealed record BookSources(SqlDialect Dialect, string Orders, string Payments, string Inventory, string Ledger)
{
    /// <summary>The books of <c>./dev run</c>.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no such books.</exception>
    public static BookSources InFolder(string folder) => new(
        new SqliteDialect(), File(folder, "orders.db"), File(folder, "payments.db"), File(folder, "inventory.db"),
        File(folder, new GatewayOptions().LedgerFile));

    /// <summary>The books of the installation that the settings describe, as its services read them.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="FileNotFoundException">The folder holds no such books.</exception>
    /// <exception cref="StartRefusedException">A setting is missing or wrong.</exception>
    public static BookSources Of(IConfiguration configuration, string folder)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var provider = DatabaseHosting.ProviderOf(configuration);
        if (provider == DatabaseProvider.Sqlite)
            return InFolder(folder) with { Ledger = File(folder, LedgerFile(configuration)) };
        return new(
            provider == DatabaseProvider.SqlServer ? new SqlServerDialect() : new PostgreSqlDialect(),
            Named("Orders"), Named("Payments"), Named("Inventory"),
            File(folder, LedgerFile(configuration)));

        string Named(string name) => configuration.GetConnectionString(name) ?? throw new StartRefusedException(
            $"ConnectionStrings:{name} is not set: verify needs those of all three databases.");
    }

    private static string LedgerFile(IConfiguration configuration) =>
        configuration["Gateway:LedgerFile"] ?? new GatewayOptions().LedgerFile;

    internal SqlSession Open(string connectionString) => new(Dialect, connectionString, readOnly: true);

    internal SqlSession OpenLedger() => new(new SqliteDialect(), Ledger, readOnly: true);

    private static string File(string folder, string name)
    {
        var path = Path.Combine(Path.GetFullPath(folder), name);
        return System.IO.File.Exists(path)
            ? $"Data Source={path}"
            : throw new FileNotFoundException(
                $"There is no '{path}'. Name the folder that ./dev run was given with --data; a folder is filled by "
                + "its first run.");
    }
}
