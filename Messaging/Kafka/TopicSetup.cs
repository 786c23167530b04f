using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Looks after the topics of this process: makes those that are missing, at the start and whenever one is gone, and
/// knows their ids. Whoever reads or sends waits for its topic, and health names what is not there. A topic that is
/// there is left as it is.
/// </summary>
internal sealed partial class TopicSetup(KafkaConnection connection, ILogger<TopicSetup> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What the client has complained of since all was well: a request only says that it was not answered.
    /// </summary>
    private volatile string? lastError;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (connection.IsEmbedded)
            return;
        await Task.Yield();
        var awake = new AwakeClient<IAdminClient>(Build(), connection);
        var look = Task.CompletedTask;
        try
        {
            var pause = FirstPause;
            while (true)
            {
                look = Look(awake.Client);
                await look.WaitAsync(stoppingToken).ConfigureAwait(false);
                var isWell = connection.TopicTrouble is null && !connection.MissingTopics.Any();
                pause = connection.TopicTrouble is null ? FirstPause
                    : pause * 2 < LongestPause ? pause * 2
                    : LongestPause;
                await Task.Delay(isWell ? LookInterval : pause, stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // It must not be disposed while it is asked something, and a stop does not wait for an answer.
            _ = look.ContinueWith(_ => awake.Dispose(), TaskScheduler.Default);
        }
    }

    private IAdminClient Build() =>
        new AdminClientBuilder(connection.Options.Admin(connection.BootstrapServers))
            .SetErrorHandler((_, error) => LogClient("admin", lastError = error.ReasonAfter(lastError)))
            .SetLogHandler((_, message) => LogClient(message.Name, message.Message))
            .Build();

    private async Task Look(IAdminClient client)
    {
        try
        {
            await Find(client).ConfigureAwait(false);
            if (connection.MissingTopics.ToList() is { Count: > 0 } missing)
            {
                await Make(client, missing).ConfigureAwait(false);
                await Find(client).ConfigureAwait(false);
            }

            connection.TopicTrouble = lastError = null;

            // The producer tells when all brokers are gone, and not when they are back while it has nothing to send.
            connection.ProducerTrouble = null;
            connection.TopicIds = await FindIds(client).ConfigureAwait(false);
        }
        catch (KafkaException exception)
        {
            var reason = lastError is null ? WordsOf(exception) : $"{WordsOf(exception)}: {lastError}";
            connection.TopicTrouble = string.Join(", ", connection.MissingTopics.Order()) is { Length: > 0 } missing
                ? $"topics {missing} are not found: {reason}"
                : reason;
            LogTrouble(connection.TopicTrouble);
        }
    }

    private async Task Find(IAdminClient client)
    {
        var metadata = await Task.Run(() => client.GetMetadata(Patience)).ConfigureAwait(false);
        connection.Found(metadata.Topics.Where(topic => !topic.Error.IsError).Select(topic => topic.Topic).ToHashSet());
    }

    /// <summary>
    /// Where they cannot be had, a topic that is made anew is not noticed; what is asked again heals it later.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, Guid>> FindIds(IAdminClient client)
    {
        try
        {
            var result = await client.DescribeTopicsAsync(
                TopicCollection.OfTopicNames(connection.Topics.Select(connection.Physical)),
                new DescribeTopicsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
            return IdsOf(result.TopicDescriptions);
        }
        catch (DescribeTopicsException exception)
        {
            LogNoIds(exception.Message);
            return IdsOf(exception.Results.TopicDescriptions.Where(topic => !topic.Error.IsError));
        }
        catch (KafkaException exception)
        {
            LogNoIds(WordsOf(exception));
            return connection.TopicIds;
        }
    }

    private Dictionary<string, Guid> IdsOf(IEnumerable<TopicDescription> topics) =>
        topics.ToDictionary(topic => connection.Logical(topic.Name), topic => IdOf(topic.TopicId));

    private async Task Make(IAdminClient client, List<string> missing)
    {
        var cluster = await client.DescribeClusterAsync(
            new DescribeClusterOptions { RequestTimeout = Patience }).ConfigureAwait(false);
        var copies = connection.Options.CopiesOn(cluster.Nodes.Count);
        try
        {
            var options = new CreateTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience };
            await client.CreateTopicsAsync(missing.ConvertAll(topic => Specification(topic, copies)), options)
                .ConfigureAwait(false);
            LogMade(string.Join(", ", missing), connection.Options.PartitionCount, copies);
        }
        catch (CreateTopicsException exception)
            when (exception.Results.TrueForAll(
                result => result.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            // Another process was faster.
        }
    }

    private TopicSpecification Specification(string topic, short copies) => new()
    {
        Name = connection.Physical(topic),
        NumPartitions = connection.Options.PartitionCount,
        ReplicationFactor = copies,
        Configs = new Dictionary<string, string>
        {
            ["min.insync.replicas"] = copies > 2 ? "2" : "1",

            // A broker refuses or forgets at once what a producer with a wrong clock has dated
            ["message.timestamp.type"] = "LogAppendTime",
            ["retention.ms"] = $"{RetentionOf(topic).TotalMilliseconds:0}",
        },
    };

    /// <summary>Commands are worth something for days, events and dead letters for weeks.</summary>
    internal static TimeSpan RetentionOf(string topic) =>
        TimeSpan.FromDays(topic.EndsWith(".commands", StringComparison.Ordinal) ? 7 : 30);

    private static Guid IdOf(Uuid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, id.MostSignificantBits);
        BitConverter.TryWriteBytes(bytes[8..], id.LeastSignificantBits);
        return new Guid(bytes);
    }

    private static string WordsOf(KafkaException exception) => exception switch
    {
        CreateTopicsException created => string.Join("; ", created.Results
            .Where(result => result.Error.IsError)
            .Select(result => $"{result.Topic}: {result.Error.Reason}")),
        DescribeTopicsException described => string.Join("; ", described.Results.TopicDescriptions
            .Where(topic => topic.Error.IsError)
            .Select(topic => $"{topic.Name}: {topic.Error.Reason}")),
        _ => exception.Error.Reason,
    };

    [LoggerMessage(1, LogLevel.Information,
        "Made the topics {Topics} with {Partitions} partitions and {Copies} copies")]
    private partial void LogMade(string topics, int partitions, short copies);

    [LoggerMessage(2, LogLevel.Warning, "Kafka: {Trouble}; trying again")]
    private partial void LogTrouble(string trouble);

    [LoggerMessage(4, LogLevel.Debug, "The ids of topics cannot be had: {Reason}")]
    private partial void LogNoIds(string reason);

    [LoggerMessage(3, LogLevel.Debug, "{Client}: {Text}")]
    private partial void LogClient(string client, string text);
}
