using Microsoft.AspNetCore.Builder;
using Orders.Testing;

namespace Tests;

/// <summary>All services in the test's own process, as <see cref="OrdersInProcess"/> has them, on a server.</summary>
internal sealed class OnPostgreSql : IAsyncDisposable
{
    private readonly ServerDatabases databases;

    private OnPostgreSql(ServerDatabases databases, OrdersInProcess orders)
    {
        this.databases = databases;
        Orders = orders;
    }

    public OrdersInProcess Orders { get; }

    public BookSources Books => databases.Books(Orders.Folder);

    public static async Task<OnPostgreSql> Start(
        PostgresServer server, Action<WebApplicationBuilder>? configure = null)
    {
        var databases = ServerDatabases.On(server);
        return new OnPostgreSql(
            databases, await OrdersInProcess.Start(databases.Settings!, configure: configure));
    }

    /// <summary>Runs a statement on one of the three databases.</summary>
    public void Execute(string database, string sql) => databases.Query(database, sql);

    public async ValueTask DisposeAsync()
    {
        await Orders.DisposeAsync();
        databases.Dispose();
    }
}
