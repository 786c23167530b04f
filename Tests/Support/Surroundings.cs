using Contracts;
using Messaging;
using Orders.Testing;

namespace Tests;

/// <summary>Where Orders.Standalone has its rows and its records.</summary>
public enum Place
{
    /// <summary>As <c>./dev run</c> has them: the records are gone when the process is.</summary>
    FilesAndEmbeddedBroker,

    FilesAndKafka,

    PostgreSqlAndKafka,
}

/// <summary>
/// What Orders.Standalone leaves when it dies, for the next to go on with: a folder of its own, databases and topics
/// under a name of their own.
/// </summary>
internal sealed class Surroundings : IDisposable
{
    /// <summary>Longer than any test: what is sent once has to arrive, for nobody asks again.</summary>
    private const string Never = "00:14:00";

    private readonly ServerDatabases? databases;

    public Surroundings(Place place)
    {
        databases = place == Place.PostgreSqlAndKafka ? ServerDatabases.On(PostgresServer.Shared) : null;
        var settings = new Dictionary<string, string>(databases?.Settings ?? new Dictionary<string, string>());
        if (place != Place.FilesAndEmbeddedBroker)
        {
            Kafka = new KafkaOptions
            {
                BootstrapServers = KafkaCluster.Shared.BootstrapServers,
                TopicPrefix = $"{databases?.Name ?? $"t{Guid.NewGuid():N}"[..9]}.",
            };
            settings["Kafka:BootstrapServers"] = Kafka.BootstrapServers;
            settings["Kafka:TopicPrefix"] = Kafka.TopicPrefix;
            settings["Kafka:Partitions"] = "2";
            settings["Orders:AskAgainAfter"] = settings["Saga:AskAgainAfter:0"] = Never;
        }

        Settings = settings;
        Folder = Directory.CreateTempSubdirectory("orders-").FullName;
    }

    public string Folder { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Null where records die with the process.</summary>
    public KafkaOptions? Kafka { get; }

    public BookSources Books => databases?.Books(Folder) ?? BookSources.InFolder(Folder);

    /// <summary>Waits until every order has ended, and the books and the topics are right.</summary>
    public Task<BookReport> AllEnded(OrdersClient client) => Kafka is null
        ? client.WaitUntilAllHaveEnded(Books)
        : client.WaitUntilAllHaveEnded(Books, Kafka);

    /// <summary>How many records the groups have not read, or have not said that they have.</summary>
    public async Task<long> Unread()
    {
        var unread = 0L;
        foreach (var reads in Groups.Readers.GroupBy(reads => reads.Group))
        {
            using var offsets = new GroupOffsets(
                KafkaCluster.Shared, [.. reads.Select(read => Kafka!.TopicPrefix + read.Topic)]);
            unread += await offsets.Unread(reads.Key);
        }

        return unread;
    }

    public void Dispose()
    {
        databases?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
