using System.Text.Json;
using Confluent.Kafka;
using MassTransit;
using MassTransit.Transports;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Testing;

/// <summary>
/// Runs a saga on its real repository, in memory: group commit, history, deadlines, outbox, projection. There is no
/// broker. Messages are handed in, what is produced stays in the outbox and can be read, and the clock moves when it is
/// told to.
/// </summary>
/// <remarks>
/// Made by <see cref="SagaTestHarnessConfiguration.AddSagaTestHarness"/>. What the saga throws, the call throws that
/// handed in the message or moved the clock. Messages may be handed in from many threads at once; all else is for one.
/// </remarks>
public class SagaTestHarness<TStateMachine, TSaga, TDatabase>(IServiceProvider services) : IAsyncDisposable
    where TStateMachine : class, SagaStateMachine<TSaga>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
    where TDatabase : DbContext
{
    private const int MostRounds = 1_000;

    private readonly GroupCommit<TDatabase> groupCommit = services.GetRequiredService<GroupCommit<TDatabase>>();
    private readonly MessageCatalogue messages = new(
        [.. services.GetServices<MessageType>(), .. services.GetServices<DeadlineType>().Select(AsMessage)]);

    private readonly DeadlineFaults faults = services.GetRequiredService<DeadlineFaults>();
    private Running? running;

    /// <summary>The virtual clock. Moved directly no deadline fires: as in an outage.</summary>
    public FakeTimeProvider Clock { get; } = services.GetRequiredService<FakeTimeProvider>();

    /// <summary>The saga's database, to look at whatever else it holds.</summary>
    public Database<TDatabase> Database { get; } = services.GetRequiredService<Database<TDatabase>>();

    /// <summary>The state machine, to read its states and events.</summary>
    public TStateMachine StateMachine { get; } = services.GetRequiredService<TStateMachine>();

    /// <summary>All that was produced, the oldest first, as records on their way to Kafka.</summary>
    public IReadOnlyList<OutgoingMessage> Outbox => Started.Reader.Query(
        $"SELECT {SqlDialect.AllColumns(OutboxTables.Outbox)} FROM outbox ORDER BY number",
        row => NumberedMessage.Of(OutboxTables.Outbox.Materialize(row)).Message);

    /// <summary>What is waited for, the next first.</summary>
    public IReadOnlyList<StandingDeadline> Deadlines =>
        [.. DeadlineRows().OrderBy(row => row.DueAt).Select(row => new StandingDeadline(
            row.Name, TimeSpan.FromSeconds(Math.Round((row.DueAt - Now).TotalSeconds)), row.Attempt))];

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    private Running Started => running ?? throw new InvalidOperationException("Start the harness before it is used.");

    /// <summary>Makes the database and begins to commit.</summary>
    public async Task Start(CancellationToken cancellationToken = default)
    {
        var reader = new SqlSession(Database.Dialect, Database.ConnectionString);
        await using (var model = Database.OpenContext(null))
            await model.Database.EnsureCreatedAsync(cancellationToken);
        groupCommit.Start();
        var pipeline = DeadlineConfiguration.BuildPipeline<TSaga>(
            services, services.GetRequiredService<IBusRegistrationContext>());
        running = new Running(
            reader, pipeline, pipeline.CreateReceivePipeDispatcher(),
            DeadlineConfiguration.BuildPoller<TDatabase>(services, pipeline));
    }

    /// <summary>Hands a message to the saga; returns once it is committed.</summary>
    /// <param name="message">
    /// Also one that the saga schedules to itself: it has no token, so the saga takes it for the one it waits for.
    /// </param>
    /// <param name="messageId">Default: a new one, as if it were produced for the first time.</param>
    public Task Deliver(object message, Guid? messageId = null) => Deliver(RecordOf(message, messageId));

    /// <summary>Hands over a record as it is: with the id and the bytes that it has.</summary>
    public async Task Deliver(OutgoingMessage record)
    {
        using var context = ContextOf(record);
        await Started.Dispatcher.Dispatch(context, NoLock.Instance);
    }

    /// <summary>Hands over the latest message of a type that was produced, as the broker would.</summary>
    public Task Deliver<T>()
        where T : class => Deliver(Outbox.Last(record => record.TypeName == messages.Of(typeof(T)).Name));

    /// <summary>Hands over several messages, in sequence, that become one transaction.</summary>
    public async Task DeliverTogether(params IReadOnlyList<OutgoingMessage> records)
    {
        using var busy = new BusyUnit();
        var committed = new List<Task> { Execute(busy) };
        busy.WaitUntilApplied();
        committed.AddRange(records.Select(Deliver));
        busy.End();
        await Task.WhenAll(committed);
    }

    /// <summary>The record of a message, as its service would write it.</summary>
    /// <param name="message">Of a type that was added, or a scheduled one.</param>
    /// <param name="messageId">Default: a new one.</param>
    public OutgoingMessage RecordOf(object message, Guid? messageId = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var type = messages.Of(message.GetType());
        var correlationId = type.CorrelationIdOf(message);
        return WireFormat.Write(
            type, messageId ?? Guid.CreateVersion7(Now), correlationId,
            JsonSerializer.SerializeToUtf8Bytes(message, type.Json), new Cause(correlationId, null, null), Now);
    }

    /// <summary>Commits a unit of work, such as the one by which another service begins the saga.</summary>
    public Task Execute(UnitOfWork unit) => groupCommit.Execute(unit);

    /// <summary>The messages of a type that were produced, the oldest first.</summary>
    public IReadOnlyList<T> Produced<T>()
        where T : class => [.. ProducedSince(0).OfType<T>()];

    /// <summary>What was produced after a number of messages, <c>Outbox.Count</c> at the time.</summary>
    public IReadOnlyList<object> ProducedSince(int count) =>
        [.. Outbox.Skip(count).Select(Read)];

    /// <summary>
    /// Moves the clock on, and on the way fires what falls due, at the next whole second from here: MassTransit
    /// computes due times on the system's clock, which moves a little meanwhile.
    /// </summary>
    public async Task Advance(TimeSpan by)
    {
        var end = Now + by;
        while (DeadlineRows().Min(FreeAt) is { } next && next <= end)
        {
            var wait = TimeSpan.FromSeconds(Math.Max(0, Math.Ceiling((next - Now).TotalSeconds)));
            Clock.Advance(Now + wait < end ? wait : end - Now);
            await FireDue();
        }

        Clock.Advance(end - Now);
    }

    /// <summary>Fires what is due now, however late.</summary>
    /// <exception cref="InvalidOperationException">There is no end to it: the saga waits for no time.</exception>
    public async Task FireDue()
    {
        for (var round = 0; await Started.Poller.FireDue(Started.Reader, CancellationToken.None) > 0; round++)
        {
            faults.ThrowIfAny();
            if (round > MostRounds)
                throw new InvalidOperationException(
                    $"Deadlines still fall due after {MostRounds} rounds: does the saga schedule one without a delay?");
        }
    }

    /// <summary>All records in Kafka are lost: whatever is waited for is due at once.</summary>
    public async Task LoseRecords()
    {
        await Execute(new DeadlinePoller.MakeDue());
        await FireDue();
    }

    /// <summary>The instance as it is in the database; null where there is none.</summary>
    public async Task<TSaga?> State(Guid id)
    {
        await using var model = Database.OpenContext(null);
        return await model.Set<TSaga>().AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == id);
    }

    /// <summary>What happened to the instance, in sequence.</summary>
    public async Task<IReadOnlyList<SagaHistoryRow>> History(Guid id)
    {
        await using var model = Database.OpenContext(null);
        return await model.Set<SagaHistoryRow>().AsNoTracking()
            .Where(row => row.SagaId == id).OrderBy(row => row.Seq).ToListAsync();
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        running?.Reader.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private List<DeadlineRow> DeadlineRows() => Started.Reader.Query(
        $"SELECT {SqlDialect.AllColumns(DeadlineTable.Table)} FROM deadlines", DeadlineTable.Table.Materialize);

    /// <summary>One that could not be applied fires again when its claim has run out.</summary>
    private static DateTime? FreeAt(DeadlineRow row) => row.DueAt > row.ClaimedUntil ? row.DueAt : row.ClaimedUntil;

    private object Read(OutgoingMessage record) =>
        JsonSerializer.Deserialize(record.Value, messages.Of(record.TypeName).Json)!;

    private static MessageType AsMessage(DeadlineType type) =>
        new(type.ClrType, "deadline." + type.Name, "", "", type.Json, _ => Guid.Empty);

    private KafkaReceiveContext ContextOf(OutgoingMessage record)
    {
        var assignment = new PartitionAssignment(new TopicPartition(record.Topic, 0));
        var (type, message) = (messages.Of(record.TypeName), Read(record));
        return new KafkaReceiveContext(
            Started.Pipeline, Started.Pipeline.InputAddress,
            KafkaRecord.Of(record, assignment, offset: 0, Clock.GetUtcNow()),
            type, message, record.Id, type.CorrelationIdOf(message), []);
    }

    private sealed record Running(
        SqlSession Reader, ReceiveEndpointContext Pipeline, IReceivePipeDispatcher Dispatcher, DeadlinePoller Poller);

    /// <summary>Keeps the group commit busy, so that what is handed in meanwhile becomes the next group.</summary>
    private sealed class BusyUnit : UnitOfWork, IDisposable
    {
        private readonly ManualResetEventSlim isApplied = new();
        private readonly ManualResetEventSlim isOver = new();

        public void WaitUntilApplied() => isApplied.Wait();

        public void End() => isOver.Set();

        public void Dispose()
        {
            isApplied.Dispose();
            isOver.Dispose();
        }

        protected override void Apply()
        {
            isApplied.Set();
            isOver.Wait();
        }
    }
}

/// <summary>Something that is waited for.</summary>
/// <param name="Name">As it was added.</param>
/// <param name="DueIn">From now, in whole seconds; negative where it is overdue.</param>
/// <param name="Attempt">1 for the first wait.</param>
public sealed record StandingDeadline(string Name, TimeSpan DueIn, int Attempt);
