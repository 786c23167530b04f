using Inventory.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orders.Api;
using Orders.Hosting;
using Orders.Saga;
using Payments.Worker;

namespace Orders.Testing;

/// <summary>
/// All services in the test's own process, on files in a folder of their own and the embedded broker.
/// </summary>
public sealed class OrdersInProcess : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly bool ownsFolder;

    private OrdersInProcess(WebApplication app, OrdersClient client, string folder, bool ownsFolder)
    {
        this.app = app;
        this.ownsFolder = ownsFolder;
        Client = client;
        Folder = folder;
    }

    /// <summary>Talks to it.</summary>
    public OrdersClient Client { get; }

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Settings beside the defaults, for example <c>Saga:GiveUpAfter</c>.</param>
    /// <param name="folder">The data folder; one of its own that is deleted at the end where none is given.</param>
    /// <param name="configure">Changes what it is made of.</param>
    /// <param name="environment">As ASP.NET Core has it.</param>
    public static async Task<OrdersInProcess> Start(
        IReadOnlyDictionary<string, string?>? settings = null, string? folder = null,
        Action<WebApplicationBuilder>? configure = null, string environment = "Development")
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("orders-").FullName;
        var app = ServiceHost.Build(
            [$"--environment={environment}", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                builder.AddOrdersApi();
                builder.AddOrdersSaga();
                builder.AddPaymentsWorker();
                builder.AddInventoryWorker();
                configure?.Invoke(builder);
            },
            routes =>
            {
                routes.MapOrders();
                routes.MapPayments();
                routes.MapStock();
            });
        await app.StartAsync().ConfigureAwait(false);
        var client = new OrdersClient(new HttpClient { BaseAddress = new Uri(app.Urls.First()) });
        await client.WaitUntilReady().ConfigureAwait(false);
        return new OrdersInProcess(app, client, folder, ownsFolder);
    }

    /// <summary>Checks its books.</summary>
    public Task<BookReport> CheckBooks(bool allHaveEnded) => BookCheck.Run(BookSources.InFolder(Folder), allHaveEnded);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Http.Dispose();
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        if (ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
