using Confluent.Kafka;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Reads one topic for one group. Its thread polls always, so that the group never takes it for dead; when too much is
/// unfinished it pauses the partitions instead. It runs no handler.
/// </summary>
internal sealed partial class TopicConsumer : ITopicEndpointStatus, IDisposable
{
    private const string WaitingForPartitions = "waiting for partitions";

    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(30);

    /// <summary>Topics are looked after every 10 s.</summary>
    private static readonly TimeSpan NewFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QueryPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RevokePatience = TimeSpan.FromSeconds(5);

    /// <summary>To commit and to leave the group at a stop. A broker that hangs answers neither.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(5);

    private readonly TopicEndpoint endpoint;
    private readonly KafkaConnection connection;
    private readonly ILogger<TopicConsumer> logger;
    private readonly Redelivery redelivery;
    private readonly KeyChains<KafkaRecord> chains;
    private readonly Dictionary<TopicPartition, PartitionAssignment> assignments = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly Thread thread;
    private IConsumer<byte[]?, byte[]?>? consumer;
    private string? trouble = WaitingForPartitions;
    private long lastTurn;
    private bool isBroken;
    private bool isRewound;
    private Guid topicId;
    private long? replacedAt;
    private bool isAssigned;
    private long lastStore;

    public TopicConsumer(TopicEndpoint endpoint, KafkaConnection connection, ILogger<TopicConsumer> logger)
    {
        this.endpoint = endpoint;
        this.connection = connection;
        this.logger = logger;
        redelivery = new Redelivery(endpoint, TimeProvider.System, logger);
        chains = new KeyChains<KafkaRecord>(Handle);
        thread = new Thread(Run) { Name = $"kafka {endpoint.Topic}/{endpoint.Group}", IsBackground = true };
    }

    public string Topic => endpoint.Topic;

    public string Group => endpoint.Group;

    /// <summary>Completes with the first assignment, even one of no partitions.</summary>
    public Task Ready => ready.Task;

    public string? Trouble => trouble ?? Hang;

    public string? Stuck => redelivery.Stuck;

    public bool IsPaused => isPaused;

    public void Start() => thread.Start();

    /// <summary>
    /// Begins nothing more, waits for what was begun, commits and leaves the group. Where the client hangs, the group
    /// is left to miss this member.
    /// </summary>
    public Task Stop()
    {
        stopping.Cancel();
        return thread.IsAlive ? Task.Run(WaitUntilLeft) : Task.CompletedTask;
    }

    public void Dispose()
    {
        if (!thread.IsAlive)
            stopping.Dispose();
    }

    private void WaitUntilLeft()
    {
        if (!thread.Join(connection.Options.DrainTime + LeavePatience))
            LogNotLeft(endpoint.Topic, endpoint.Group);
    }

    private void Run()
    {
        while (!connection.HasTopic(endpoint.Topic))
        {
            trouble = connection.Trouble;
            if (stopping.Token.WaitHandle.WaitOne(50))
                return;
        }

        while (!stopping.IsCancellationRequested)
        {
            try
            {
                isBroken = isRewound = false;
                isAssigned = false;
                using (consumer = Build())
                {
                    consumer.Subscribe(connection.Physical(endpoint.Topic));
                    Running[this] = true;

                    // Until then: to wake one that closes would break off its leave.
                    using (connection.Clients.Add(consumer))
                        Poll();
                    Running.TryRemove(this, out _);
                    var isReplaced = IsReplaced;
                    if (isReplaced)
                        (replacedAt, topicId) = (Environment.TickCount64, connection.IdOf(endpoint.Topic));
                    Drain(assignments.Keys.ToList(), connection.Options.DrainTime, mayStore: !isReplaced && !isRewound);
                    consumer.Close();
                }
            }
            catch (KafkaException exception)
            {
                Running.TryRemove(this, out _);
                trouble = exception.Message;
                LogBroken(exception, endpoint.Topic, endpoint.Group);
                Drain(assignments.Keys.ToList(), TimeSpan.Zero, mayStore: false);
                stopping.Token.WaitHandle.WaitOne(1_000);
            }
        }
    }

    /// <summary>A client that never returns looks well to itself.</summary>
    private string? Hang => Environment.TickCount64 - Volatile.Read(ref lastTurn) is var still
        && still > HangTime.TotalMilliseconds
        ? $"the client has not returned for {still / 1_000} s"
        : null;

    /// <summary>
    /// The topic is another one of the same name. The client would go on at the offset of the old one, and commit it; a
    /// new client begins where the new one does.
    /// </summary>
    private bool IsReplaced => topicId != Guid.Empty && connection.IdOf(endpoint.Topic) != topicId;

    private IConsumer<byte[]?, byte[]?> Build() =>
        new ConsumerBuilder<byte[]?, byte[]?>(connection.Options.Consumer(
            connection.BootstrapServers, endpoint.Topic, endpoint.Group))
            .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) =>
                Drain(partitions.ConvertAll(partition => partition.TopicPartition), RevokePatience, mayStore: true))
            .SetPartitionsLostHandler((_, partitions) =>
                Drain(partitions.ConvertAll(partition => partition.TopicPartition), TimeSpan.Zero, mayStore: false))
            .SetOffsetsCommittedHandler((_, committed) => OnCommitted(committed))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => LogClient(message.Name, message.Message))
            .Build();

    private void Poll()
    {
        while (!stopping.IsCancellationRequested && !isBroken && !isRewound && !IsReplaced)
        {
            Volatile.Write(ref lastTurn, Environment.TickCount64);
            try
            {
                if (consumer!.Consume(50) is { } result)
                    Accept(result);
            }
            catch (ConsumeException exception) when (!exception.Error.IsFatal)
            {
                trouble = exception.Error.Reason;
                LogNotRead(endpoint.Topic, endpoint.Group, exception.Error.Reason);
            }

            PauseOrResume();
            if (Environment.TickCount64 - lastStore < StoreInterval.TotalMilliseconds)
                continue;
            Store(assignments.Values);
            MeasureLag();
            if (topicId == Guid.Empty)
                topicId = connection.IdOf(endpoint.Topic);
            if (trouble is not null && isAssigned)
                LookWhetherTroubleIsOver();
        }
    }

    /// <summary>The client does not tell when it has reconnected, and an idle topic has no record to show it.</summary>
    private void LookWhetherTroubleIsOver()
    {
        try
        {
            consumer!.QueryWatermarkOffsets(new TopicPartition(connection.Physical(endpoint.Topic), 0), QueryPatience);
            trouble = null;
        }
        catch (KafkaException exception)
        {
            trouble = exception.Error.Reason;
        }
    }

    private void Accept(ConsumeResult<byte[]?, byte[]?> result)
    {
        var assignment = assignments[result.TopicPartition];
        if (result.IsPartitionEOF)
        {
            assignment.Offsets.ReachEnd(result.Offset.Value);
            return;
        }

        if (!assignment.Offsets.TryBegin(result.Offset.Value))
        {
            // A new client goes on where the group is, and may commit what is before where this one was.
            isRewound = true;
            LogRewound(endpoint.Topic, result.Partition.Value, endpoint.Group, result.Offset.Value);
            return;
        }

        connection.SendAhead?.Took(
            endpoint.Topic, endpoint.Group, result.Partition.Value, result.Offset.Value,
            result.Message.Key?.Length, result.Message.Value?.Length ?? 0);
        var record = new KafkaRecord(result, endpoint.Topic, assignment);
        Interlocked.Increment(ref inFlight);
        Interlocked.Add(ref bytesInFlight, record.Size);
        Failpoint.Hit(Failpoint.AfterPoll);
        chains.Add(record.ChainKey, record);
    }

    /// <summary>Runs on the thread pool, for one key in sequence.</summary>
    private async Task Handle(KafkaRecord record)
    {
        if (!stopping.IsCancellationRequested)
            await redelivery.Handle(record).ConfigureAwait(false);
        Interlocked.Decrement(ref inFlight);
        Interlocked.Add(ref bytesInFlight, -record.Size);
    }

    /// <summary>
    /// Answers where each begins: where the group is, but on a new topic, until every member knows that it is one. One
    /// that does not may just have committed what it had read of the old one.
    /// </summary>
    private List<TopicPartitionOffset> Assign(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            assignments[partition] = new PartitionAssignment(partition);
        // Those held before stay paused if they are; the next poll decides on all together.
        hasFreshPartitions = true;
        isAssigned = true;
        trouble = null;
        ready.TrySetResult();
        LogAssigned(endpoint.Topic, endpoint.Group, assignments.Count);
        var isNew = Environment.TickCount64 - replacedAt < NewFor.TotalMilliseconds;
        return partitions.ConvertAll(partition =>
            new TopicPartitionOffset(partition, isNew ? Offset.Beginning : Offset.Unset));
    }

    /// <summary>
    /// Begins nothing more of the partitions, waits for what was begun, stores it and forgets them. What is stored the
    /// client commits when it gives them up.
    /// </summary>
    private void Drain(List<TopicPartition> partitions, TimeSpan patience, bool mayStore)
    {
        var drained = partitions.Where(assignments.ContainsKey).Select(partition => assignments[partition]).ToList();
        if (drained.Count == 0)
            return;
        drained.ForEach(assignment => assignment.Close());
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (drained.Exists(assignment => assignment.Running > 0) && Environment.TickCount64 < until)
            Thread.Sleep(5);
        drained.ForEach(assignment => assignment.Revoke());
        if (mayStore)
            Store(drained);
        partitions.ForEach(partition => assignments.Remove(partition));
        if (assignments.Count > 0)
            return;
        isAssigned = false;
        trouble ??= WaitingForPartitions;
    }

    /// <summary>The client reconnects by itself; only what it calls fatal needs a new one.</summary>
    private void OnError(Error error)
    {
        trouble = error.ReasonAfter(trouble == WaitingForPartitions ? null : trouble);
        isBroken |= error.IsFatal;
        LogError(endpoint.Topic, endpoint.Group, error.Reason);
    }
}
