using Microsoft.AspNetCore.Builder;
using Orders.Testing;

namespace Tests;

/// <summary>All services in the test's own process, as <see cref="OrdersInProcess"/> has them, on a server.</summary>
internal sealed class OnPostgreSql : IAsyncDisposable
{
    private readonly PostgresServer server;
    private readonly string name;

    private OnPostgreSql(PostgresServer server, string name, OrdersInProcess orders)
    {
        this.server = server;
        this.name = name;
        Orders = orders;
    }

    public OrdersInProcess Orders { get; }

    public static async Task<OnPostgreSql> Start(
        PostgresServer server, Action<WebApplicationBuilder>? configure = null)
    {
        var name = $"p{Guid.NewGuid():N}"[..9];
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "PostgreSql",
            ["ConnectionStrings:Orders"] = server.ConnectionString($"{name}_orders"),
            ["ConnectionStrings:Payments"] = server.ConnectionString($"{name}_payments"),
            ["ConnectionStrings:Inventory"] = server.ConnectionString($"{name}_inventory"),
        };
        return new OnPostgreSql(server, name, await OrdersInProcess.Start(settings, configure: configure));
    }

    public async ValueTask DisposeAsync()
    {
        await Orders.DisposeAsync();
        foreach (var database in new[] { "orders", "payments", "inventory" })
            server.Execute($"DROP DATABASE IF EXISTS {name}_{database} WITH (FORCE)");
    }
}
