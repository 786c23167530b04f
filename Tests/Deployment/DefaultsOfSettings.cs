using System.Globalization;
using Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orders.Hosting;
using Orders.Saga;
using Payments.Worker;

namespace Tests.Deployment;

/// <summary>
/// What holds where a setting is not set, as operations.md says it: the value that its option has at first, or, where
/// there is none, what the code does then.
/// </summary>
internal sealed class DefaultsOfSettings
{
    private const string Nothing = "none";

    private readonly Dictionary<string, string> inWords;

    private DefaultsOfSettings(Dictionary<string, string> inWords) => this.inWords = inWords;

    /// <summary>Those that have no value at first, or no option at all.</summary>
    public IEnumerable<string> InWords => inWords.Keys;

    private static IConfiguration NothingSet { get; } = new ConfigurationBuilder().Build();

    private static KafkaOptions OfACluster { get; } = new() { BootstrapServers = "somewhere" };

    private static string Copies => OfACluster.CopiesOn(1) == 1
        ? Text($"{OfACluster.CopiesOn(100)}, or as many as there are brokers")
        : Text($"{OfACluster.CopiesOn(100)}");

    private static int AtOnce => OfACluster.Retries.Count(pause => pause < TimeSpan.FromSeconds(1));

    private static double MinutesOfRetries => Math.Round(OfACluster.Retries.Sum(pause => pause.TotalMinutes));

    private static double SecondsOfABurst
    {
        get
        {
            var options = new PressureOptions();
            return (double)options.BurstOrDefault / options.RequestsPerSecond;
        }
    }

    /// <summary>As a saga asks that is never answered.</summary>
    private static List<double> MinutesOfAsking
    {
        get
        {
            var patience = new Patience();
            var asked = new List<double>();
            for (var at = patience.NextForStep(default); at < patience.GiveUpAfter; at += patience.NextForStep(at))
                asked.Add(at.TotalMinutes);
            return asked;
        }
    }

    public static async Task<DefaultsOfSettings> Read() => new(new()
    {
        ["Data__Folder"] = Code(Path.GetRelativePath(".", DataFolder.Open(NothingSet).PathOf(""))),
        ["Database__Provider"] = Code(DatabaseHosting.ProviderOf(NothingSet)),
        ["Database__MigrateAtStart"] = await InDevelopment("on", "Orders.Api", MigratesAtStart),
        ["ConnectionStrings__Orders"] = await ConnectionString("Orders.Api"),
        ["ConnectionStrings__Payments"] = await ConnectionString("Payments.Worker"),
        ["ConnectionStrings__Inventory"] = await ConnectionString("Inventory.Worker"),
        ["Kafka__BootstrapServers"] = Nothing,
        ["Kafka__TopicPrefix"] = Nothing,
        ["Kafka__Client"] = Nothing,
        ["Kafka__Partitions"] = Text($"{OfACluster.PartitionCount}, {new KafkaOptions().PartitionCount} embedded"),
        ["Kafka__Replication"] = Copies,
        ["Kafka__RetryAfter"] = Text($"{AtOnce} times at once, then up to {MinutesOfRetries} minutes in all"),
        ["Saga__AskAgainAfter"] = Text(
            $"{string.Join(", ", MinutesOfAsking.SkipLast(1))} and {MinutesOfAsking[^1]} minutes"),
        ["Gateway__Kind"] = await InDevelopment("`Simulator`", "Payments.Worker", IsSimulated),
        ["Gateway__Url"] = Nothing,
        ["Gateway__ApiKey"] = Nothing,
        ["Ops__Keys"] = Nothing,
        ["Failpoints__Armed"] = Nothing,
        ["Limits__Burst"] = Text($"those of {SecondsOfABurst:0.#} s"),
        ["Limits__OpenOrdersPerCaller"] = Nothing,
    });

    /// <param name="name">The setting, as in the environment.</param>
    /// <param name="first">What its option is before anything is bound; null where it has none.</param>
    /// <returns>Null where neither tells it.</returns>
    public string? Of(string name, object? first) => first switch
    {
        bool isOn => isOn ? "on" : "off",
        int number => Text($"{number:N0}"),
        long number => Text($"{number:N0}"),
        TimeSpan time => Code(time),
        string { Length: > 0 } text => Code(text),
        _ => inWords.GetValueOrDefault(name),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Code(object value) => Text($"`{value}`");

    private static async Task<string> InDevelopment(
        string what, string service, Func<IServiceProvider, bool> holds) =>
        (await Ask(service, "Development", holds), await Ask(service, "Production", holds)) switch
        {
            (true, true) => what,
            (true, false) => $"{what} in Development",
            _ => Nothing,
        };

    private static bool MigratesAtStart(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<MigrationAtStart>().Any();

    private static bool IsSimulated(IServiceProvider services) =>
        services.GetRequiredService<IPaymentGateway>() is SimulatedGateway;

    /// <summary>None where a service on a server refuses to start without it.</summary>
    private static async Task<string> ConnectionString(string service) =>
        await Ask(service, "Development", _ => true, KeyValuePair.Create("Database__Provider", "PostgreSql"))
            ? "something"
            : Nothing;

    /// <summary>False, too, where the service refuses to start because something is not set.</summary>
    private static async Task<bool> Ask(
        string service, string environment, Func<IServiceProvider, bool> holds,
        params KeyValuePair<string, string>[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("orders-");
        try
        {
            await using var app = BuiltServices.Build(
                service,
                [
                    new("ASPNETCORE_ENVIRONMENT", environment),
                    new("Data__Folder", folder.FullName),
                    new("Kafka__AllowEmbedded", "true"),
                    new("Ops__Keys__0__Name", "anybody"),
                    new("Ops__Keys__0__Key", "some-sixteen-letters"),
                    new("Ops__Keys__0__Role", "actor"),
                    .. settings,
                ]);
            return holds(app.Services);
        }
        catch (StartRefusedException refused) when (refused.Message.Contains("is not set", StringComparison.Ordinal))
        {
            return false;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
