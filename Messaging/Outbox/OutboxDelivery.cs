using Microsoft.Extensions.Logging;

namespace Messaging;

/// <summary>
/// Brings committed messages to the broker: from memory, in the order of their commits, without waiting for one ack
/// before the next message. What was acked is reported to be deleted; what has not arrived stays in the outbox.
/// </summary>
internal sealed partial class OutboxDelivery
{
    private const int PageSize = 1_000;

    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(30);

    /// <summary>Between two attempts to read from a database that is away.</summary>
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan StuckPause = TimeSpan.FromMilliseconds(5);

    private readonly object gate = new();
    private readonly Dictionary<string, OutboxLane> lanes = [];
    private readonly string name;
    private readonly IRecordSender sender;
    private readonly Func<SqlSession> openReader;
    private readonly Action<Guid, long> acknowledge;
    private readonly Func<NumberedMessage, string, Task> setAside;
    private readonly ILogger logger;
    private readonly Thread thread;
    private readonly HashSet<Guid> adopted = [];
    private List<NumberedMessage> inbox = [];
    private List<Guid> adoptions = [];
    private SqlSession? reader;
    private int generation;
    private bool isStopping;
    private volatile bool isOver;
    private long lastMove;
    private long readAgainAt;

    /// <param name="name">The database.</param>
    /// <param name="sender">The producer.</param>
    /// <param name="openReader">Opens the database to read rows that are not in memory.</param>
    /// <param name="acknowledge">Told of each row that has arrived.</param>
    /// <param name="setAside">
    /// Puts a message that no broker takes among the dead letters; its row goes in the same unit.
    /// </param>
    /// <param name="logger">Where trouble is reported.</param>
    public OutboxDelivery(
        string name, IRecordSender sender, Func<SqlSession> openReader, Action<Guid, long> acknowledge,
        Func<NumberedMessage, string, Task> setAside, ILogger logger)
    {
        this.name = name;
        this.sender = sender;
        this.openReader = openReader;
        this.acknowledge = acknowledge;
        this.setAside = setAside;
        this.logger = logger;
        thread = new Thread(Run) { Name = $"outbox {name}", IsBackground = true };
    }

    /// <summary>Keeps a producer that fails at once from being renewed in a loop. Shorter in tests only.</summary>
    internal TimeSpan RecoveryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often it is looked whether the producer is broken or hangs while nothing moves. Longer in tests only, where
    /// whoever should be woken and is not then waits for ever.
    /// </summary>
    internal TimeSpan IdlePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Begins to send.</summary>
    public void Start() => thread.Start();

    /// <summary>
    /// What these owners have left is sent from here; those that are known already may be among them.
    /// </summary>
    public void Adopt(IReadOnlyList<Guid> owners)
    {
        lock (gate)
        {
            adoptions.AddRange(owners);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>These messages are committed.</summary>
    public void HandOver(IReadOnlyList<NumberedMessage> messages)
    {
        lock (gate)
        {
            inbox.AddRange(messages);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>
    /// Waits until nothing is left to send, or until nothing has moved for a while. What is left is sent after the next
    /// start.
    /// </summary>
    public void Stop(TimeSpan patience)
    {
        lock (gate)
        {
            isStopping = true;
            HasMoved();
            Monitor.Pulse(gate);
        }

        if (!thread.IsAlive || thread.Join(patience))
            return;

        // What it uses is disposed of next.
        isOver = true;
        thread.Join();
    }

    private void Run()
    {
        while (!isOver)
        {
            if (Turn())
                continue;
            if (isStopping && (!IsFlying || HasStalled))
                break;
            Wait(isStuck: isStopping || lanes.Values.Any(lane => lane.HasMore));
        }

        reader?.Dispose();
    }

    /// <summary>Sends what can be sent now, or begins with a new producer. Answers whether it did.</summary>
    internal bool Turn()
    {
        Distribute();
        ReadAdopted();
        var hasSent = false;
        foreach (var lane in lanes.Values)
            hasSent |= SendSome(lane);
        if (hasSent)
            HasMoved();
        else if (sender.IsBroken(generation) || HasHung || lanes.Values.Any(lane => lane.HasLost))
            Recover();
        else
            return false;
        return true;
    }

    private bool IsFlying => lanes.Values.Any(lane => lane.IsFlying);

    /// <summary>
    /// A client that tells nothing for so long, be the broker away or not, is replaced by one that begins anew.
    /// </summary>
    private bool HasHung => IsFlying && StillFor > HangTime.TotalMilliseconds;

    private bool HasStalled => StillFor > 2_000;

    /// <summary>Since when nothing was sent or reported, in milliseconds.</summary>
    private long StillFor => Environment.TickCount64 - Volatile.Read(ref lastMove);

    private void HasMoved() => Volatile.Write(ref lastMove, Environment.TickCount64);

    private void Distribute()
    {
        List<NumberedMessage> fresh;
        lock (gate)
        {
            if (inbox.Count == 0)
                return;
            fresh = inbox;
            inbox = new List<NumberedMessage>(fresh.Count);
        }

        foreach (var message in fresh)
            LaneOf(message.Message.Topic).HandOver(message);
    }

    private void ReadAdopted()
    {
        List<Guid> owners;
        lock (gate)
        {
            if (adoptions.Count == 0)
                return;
            owners = adoptions.Except(adopted).ToList();
            // A list of its own: more may be adopted while these are read.
            adoptions = [.. owners];
        }

        var read = 0;
        foreach (var owner in owners)
        {
            var topics = Read(session => session.Query(SqlDialect.ReadOutboxTopics, row => row.GetString(0), owner));
            if (topics is null)
                break;
            topics.ForEach(topic => LaneOf(topic).Adopt(owner));
            adopted.Add(owner);
            read++;
        }

        if (read > 0)
            LogAdopted(name, read);
    }

    /// <summary>What is stuck waits for room at the producer or in memory, which nobody announces.</summary>
    private void Wait(bool isStuck)
    {
        lock (gate)
        {
            if (inbox.Count == 0)
                Monitor.Wait(gate, isStuck || adoptions.Count > 0 ? StuckPause : IdlePause);
        }
    }

    private bool SendSome(OutboxLane lane)
    {
        var count = 0;
        while (count < PageSize && !lane.HasLost && lane.TryPeek(out var message))
        {
            var flight = new Flight(message);
            if (!sender.TrySend(generation, message.Message, (state, reason) => Report(lane, flight, state, reason)))
                break;
            lane.Sent(flight);
            Failpoint.Hit(Failpoint.AfterSend);
            count++;
        }

        return count > 0;
    }

    private void Recover()
    {
        var until = Environment.TickCount64 + (long)RecoveryPause.TotalMilliseconds;
        lock (gate)
        {
            while (until - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(gate, (int)left);
        }

        generation = sender.Renew(generation);
        HasMoved();
        LogLost(name, lanes.Values.Sum(lane => lane.Restore()));
    }

    private OutboxLane LaneOf(string topic)
    {
        if (!lanes.TryGetValue(topic, out var lane))
            lanes.Add(topic, lane = new OutboxLane(topic, Read));
        return lane;
    }

    private List<NumberedMessage>? Read(Backlog backlog, string topic) => Read(session => session.Query(
        session.Dialect.ReadOutbox(OutboxTables.Outbox),
        row => NumberedMessage.Of(OutboxTables.Outbox.Materialize(row)),
        backlog.Owner, topic, backlog.After, PageSize));

    /// <summary>
    /// Answers null while the database is away: the rows stay where they are, and other topics go on.
    /// </summary>
    private List<T>? Read<T>(Func<SqlSession, List<T>> query)
    {
        if (Environment.TickCount64 < readAgainAt)
            return null;
        try
        {
            return query(reader ??= openReader());
        }
        catch (Exception exception)
        {
            // Of whatever kind: a driver lets through what a socket says, and this thread has nobody above it.
            LogNotRead(exception, name);
            reader?.Dispose();
            reader = null;
            readAgainAt = Environment.TickCount64 + (long)ReadPause.TotalMilliseconds;
            return null;
        }
    }
}
