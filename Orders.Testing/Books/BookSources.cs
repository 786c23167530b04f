using Messaging;

namespace Orders.Testing;

/// <summary>Where an installation keeps its books.</summary>
/// <param name="Dialect">The databases' dialect.</param>
/// <param name="Orders">Connection string of the orders database.</param>
/// <param name="Payments">Connection string of the payments database.</param>
/// <param name="Inventory">Connection string of the inventory database.</param>
/// <param name="Ledger">Connection string of the gateway's own ledger, or of the list the provider gives of it.</param>
public sealed record BookSources(SqlDialect Dialect, string Orders, string Payments, string Inventory, string Ledger)
{
    /// <summary>The books of <c>./dev run</c>.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no such books.</exception>
    public static BookSources InFolder(string folder)
    {
        return new(new SqliteDialect(), File("orders.db"), File("payments.db"), File("inventory.db"), File("gateway-ledger.db"));

        string File(string name)
        {
            var path = Path.Combine(Path.GetFullPath(folder), name);
            return System.IO.File.Exists(path)
                ? $"Data Source={path}"
                : throw new FileNotFoundException(
                    $"There is no '{path}'. Name the folder that ./dev run was given with --data; a folder is filled by its "
                    + "first run.");
        }
    }

    internal SqlSession Open(string connectionString) => new(Dialect, connectionString, readOnly: true);
}
