using System.Collections.Concurrent;
using Messaging;
using Orders.Testing;

namespace Tests;

/// <summary>
/// The services as processes of their own, some instances of each, on a real Kafka and a real PostgreSQL.
/// </summary>
internal sealed class FourServices : IAsyncDisposable
{
    public static IReadOnlyList<string> Programs { get; } =
        ["Orders.Api", "Orders.Saga", "Payments.Worker", "Inventory.Worker"];

    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;
    private readonly ConcurrentDictionary<(string Program, int Instance), OrdersProcess> processes = [];
    private readonly ServerDatabases databases;
    private readonly Dictionary<string, string> settings;

    private FourServices(string kafka, PostgresServer postgres, IReadOnlyDictionary<string, string>? further)
    {
        databases = ServerDatabases.On(postgres);
        settings = new Dictionary<string, string>(databases.Settings)
        {
            ["Kafka:BootstrapServers"] = kafka,
            ["Kafka:TopicPrefix"] = TopicPrefix,
            ["Kafka:Partitions"] = "6",
        };
        foreach (var (key, value) in further ?? new Dictionary<string, string>())
            settings.TryAdd(key, value);
    }

    /// <summary>What every topic's name begins with.</summary>
    public string TopicPrefix => $"{databases.Name}.";

    /// <summary>Talks to one Orders.Api.</summary>
    public OrdersClient Orders(int instance = 0) => processes[("Orders.Api", instance)].Client;

    public OrdersClient Payments => processes[("Payments.Worker", 0)].Client;

    public OrdersClient Inventory => processes[("Inventory.Worker", 0)].Client;

    /// <summary>The simulated bank.</summary>
    public string LedgerFolder => folder;

    public static Task<FourServices> Start(
        KafkaCluster kafka, PostgresServer postgres, int instances = 1,
        IReadOnlyDictionary<string, string>? settings = null, string[]? programs = null) =>
        Start(kafka.BootstrapServers, postgres, instances, settings, programs);

    public static async Task<FourServices> Start(
        string kafka, PostgresServer postgres, int instances = 1,
        IReadOnlyDictionary<string, string>? settings = null, string[]? programs = null)
    {
        var services = new FourServices(kafka, postgres, settings);
        try
        {
            // One of each at a time: a group that all of its members join at once is divided again for each of them.
            for (var instance = 0; instance < instances; instance++)
                await Task.WhenAll((programs ?? Programs).Select(program => services.StartOne(program, instance)));
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public OrdersProcess Process(string program, int instance = 0) => processes[(program, instance)];

    /// <summary>The settings of an instance that reaches its database through a proxy.</summary>
    public Dictionary<string, string> DatabasesThrough(TcpProxy proxy) => databases.Through(proxy);

    /// <param name="program">Which service.</param>
    /// <param name="instance">Which instance of it.</param>
    /// <param name="others">Settings that this instance has otherwise than all.</param>
    public async Task StartOne(
        string program, int instance = 0, IReadOnlyDictionary<string, string>? others = null)
    {
        var its = new Dictionary<string, string>(settings);
        foreach (var (key, value) in others ?? new Dictionary<string, string>())
            its[key] = value;
        var process = await OrdersProcess.Start(
            folder, its, Path.Combine(AppContext.BaseDirectory, $"{program}.dll"));
        processes[(program, instance)] = process;
    }

    /// <summary>
    /// SIGSTOP, while it is not writing the simulated bank's ledger: nobody else could, and no bank hangs with a shop.
    /// </summary>
    public OrdersProcess Freeze(string program, int instance = 0)
    {
        var process = Process(program, instance);
        for (var round = 0; round < 30; round++)
        {
            process.Freeze();
            if (!LedgerReader.IsBeingWritten(folder))
                return process;
            process.Thaw();

            // It goes on to where it is not
            _ = LedgerReader.IsBeingWritten(folder);
        }

        throw new TimeoutException($"{program} was found writing the ledger 30 times.");
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill(string program, int instance = 0)
    {
        await processes[(program, instance)].Kill();
        await Forget(program, instance);
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public async Task<int> Stop(string program, int instance = 0)
    {
        var code = await processes[(program, instance)].Stop();
        await Forget(program, instance);
        return code;
    }

    /// <summary>How many processes of a service's database were taken for dead.</summary>
    public long Adopted(string program = "Orders.Saga") =>
        Count("outbox_owners WHERE adopted_by IS NOT NULL", DatabaseOf(program));

    /// <summary>How long at most nothing was heard of an order that had not ended.</summary>
    public TimeSpan LongestSilence() => TimeSpan.FromMilliseconds(Ask(
        """
        SELECT CAST(1000 * EXTRACT(EPOCH FROM COALESCE(MAX(gap), interval '0')) AS bigint)
        FROM (SELECT at - LAG(at) OVER (PARTITION BY saga_id ORDER BY seq) AS gap FROM saga_history) AS steps
        """));

    /// <summary>How many rows a table has; of the orders database where none is named.</summary>
    public long Count(string table, string database = "orders") => Ask($"SELECT COUNT(*) FROM {table}", database);

    /// <summary>The sum of the versions of all orders: whatever is applied raises it.</summary>
    public long Versions() => Ask("SELECT CAST(SUM(version) AS bigint) FROM orders");

    /// <summary>Runs a statement on a database: that of the orders where none is named.</summary>
    public void Execute(string sql, string database = "orders") => databases.Query(database, sql);

    /// <summary>Waits until every order has ended, and checks the books and the topics.</summary>
    /// <param name="recordsWereLost">Then it is not asked whether all that was sent is still there.</param>
    public Task<BookReport> AllEnded(bool recordsWereLost = false) =>
        new OrdersClient(Orders().Http) { Patience = TimeSpan.FromMinutes(5) }
            .WaitUntilAllHaveEnded(databases.Books(folder), Kafka, recordsWereLost);

    /// <summary>As each process has them.</summary>
    public IReadOnlyDictionary<string, string> Settings => settings;

    /// <summary>What is on the topics, against the databases.</summary>
    public Task<IReadOnlyList<BookFinding>> CheckTopics(bool allHaveEnded) =>
        TopicCheck.Run(databases.Books(folder), Kafka, allHaveEnded);

    private KafkaOptions Kafka =>
        new() { BootstrapServers = settings["Kafka:BootstrapServers"], TopicPrefix = TopicPrefix };

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(processes.Values.Select(process => process.DisposeAsync().AsTask()));
        databases.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Forget(string program, int instance)
    {
        await processes[(program, instance)].DisposeAsync();
        processes.TryRemove((program, instance), out _);
    }

    private static string DatabaseOf(string program) => program switch
    {
        "Payments.Worker" => "payments",
        "Inventory.Worker" => "inventory",
        _ => "orders",
    };

    private long Ask(string sql, string database = "orders") => (long)databases.Query(database, sql).Single();
}
