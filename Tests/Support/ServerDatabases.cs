using Messaging;
using Orders.Testing;
using Tests.Messaging;

namespace Tests;

/// <summary>
/// The three databases of an installation on a server, under a name of their own. The services make them at their
/// start; they are dropped at the end.
/// </summary>
internal sealed class ServerDatabases : IDisposable
{
    private static readonly string[] All = ["orders", "payments", "inventory"];

    private readonly SqlDialect dialect;
    private readonly Func<string, string> connectionStringOf;
    private readonly Action<string> drop;

    private ServerDatabases(
        string provider, SqlDialect dialect, Func<string, string> connectionStringOf, Action<string> drop)
    {
        this.dialect = dialect;
        this.connectionStringOf = connectionStringOf;
        this.drop = drop;
        Settings = new Dictionary<string, string>
        {
            ["Database:Provider"] = provider,
            ["ConnectionStrings:Orders"] = Of("orders"),
            ["ConnectionStrings:Payments"] = Of("payments"),
            ["ConnectionStrings:Inventory"] = Of("inventory"),
        };
    }

    /// <summary>What the names of the three begin with.</summary>
    public string Name { get; } = $"t{Guid.NewGuid():N}"[..9];

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The settings of a process that reaches the server through a proxy.</summary>
    public Dictionary<string, string> Through(TcpProxy proxy) => Settings.ToDictionary(
        setting => setting.Key,
        setting => setting.Value.Replace(
            $"Port={proxy.ServerPort};", $"Port={proxy.Port};", StringComparison.Ordinal));

    public static ServerDatabases On(PostgresServer server) => new(
        "PostgreSql", new PostgreSqlDialect(), server.ConnectionString,
        name => server.Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));

    public static ServerDatabases On(Engine engine) => new(
        engine.Provider!, engine.Dialect, engine.ConnectionStringOf,
        name => engine.Delete(engine.ConnectionStringOf(name)));

    public BookSources Books(string ledgerFolder) => new(
        dialect, Of("orders"), Of("payments"), Of("inventory"),
        $"Data Source={Path.Combine(ledgerFolder, "gateway-ledger.db")}");

    /// <summary>Runs a statement on one of the three; answers the first column of what it finds.</summary>
    public List<object> Query(string database, string sql)
    {
        using var session = new SqlSession(dialect, Of(database));
        return session.Query(sql, row => row.GetValue(0));
    }

    public void Dispose()
    {
        foreach (var database in All)
            drop($"{Name}_{database}");
    }

    private string Of(string database) => connectionStringOf($"{Name}_{database}");
}
