using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;
using MassTransit;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tests.Messaging;

/// <summary>A saga with its deadlines, without a broker: what is read and what fires is fed to it in process.</summary>
internal sealed class TestSaga : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly SqlSession reader;
    private readonly TopicEndpoint endpoint;

    public TestSaga(
        TestDatabase database, int mostAtOnce = 200, SqlDialect? dialect = null, GroupCommitOptions? options = null,
        FakeTime? time = null)
    {
        Time = time ?? new FakeTime();
        var collection = new ServiceCollection();
        collection.AddSingleton(options ?? TestDatabase.NoUpkeep);
        collection.AddLogging(logging => logging.AddProvider(Log));
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<IRecordSender>(new ScriptedSender());
        collection.AddMessageTypes(LedgerMessages.All);
        collection.AddGroupCommit(_ => database.Of(dialect), "ledger");
        collection.RemoveAll<IHostedService>();
        collection.AddTransferDeadlines();
        collection.Configure<DeadlineOptions>(options => options.MostAtOnce = mostAtOnce);
        collection.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<TransferStateMachine, Transfer>()
                .GroupCommitRepository<Transfer, LedgerContext>(transfer => transfer.CurrentState);
            bus.UsingInMemory();
        });
        services = collection.BuildServiceProvider();
        GroupCommit = services.GetRequiredService<GroupCommit<LedgerContext>>();
        GroupCommit.Start();
        var pipeline = DeadlineConfiguration.BuildPipeline<Transfer>(
            services, services.GetRequiredService<IBusRegistrationContext>());
        Poller = DeadlineConfiguration.BuildPoller<LedgerContext>(services, pipeline);
        endpoint = new TopicEndpoint(
            LedgerMessages.Topic, "ledger", LedgerMessages.All.ToDictionary(type => type.Name), UnknownTypes.Skip,
            pipeline, new DeadLetters("ledger", GroupCommit, NullLogger<DeadLetters>.Instance),
            NullLogger<TopicEndpoint>.Instance);
        reader = database.Of().OpenReader();
    }

    public FakeTime Time { get; }

    public CapturedLog Log { get; } = new();

    public GroupCommit<LedgerContext> GroupCommit { get; }

    public DeadlinePoller Poller { get; }

    /// <summary>Looks once what is due.</summary>
    public Task<int> FireDue() => Poller.FireDue(reader, CancellationToken.None).InTime();

    /// <summary>Hands a record to the saga as if it had been read; returns once it is done.</summary>
    public Task Deliver(OutgoingMessage record)
    {
        var assignment = new PartitionAssignment(new TopicPartition(record.Topic, 0));
        return endpoint.Handle(KafkaRecord.Of(record, assignment, offset: 0, Time.GetUtcNow()));
    }

    public OutgoingMessage Record<T>(T message)
        where T : class => WireFormat.Write(LedgerMessages.Catalogue.Of(typeof(T)), message, Cause.None, Time.Now);

    /// <summary>A transfer that waits for its money, with a deadline for it.</summary>
    public async Task<Guid> OpenTransfer(TimeSpan dueIn, long amount = 1, Guid? token = null)
    {
        var id = Guid.NewGuid();
        var timeout = Guid.NewGuid();
        await GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            unit.Transfers().Add(new Transfer
            {
                CorrelationId = id,
                CurrentState = "Open",
                Amount = amount,
                Version = 1,
                TimeoutToken = token ?? timeout,
            });
            unit.Insert(DeadlineTable.Table, Row(timeout, id, "late", Time.Now + dueIn, new TransferIsLate(id)));
        })).InTime();
        return id;
    }

    public DeadlineRow Row(Guid token, Guid transfer, string name, DateTime dueAt, object message) => new()
    {
        Token = token,
        CorrelationId = transfer,
        Name = name,
        DueAt = dueAt,
        ClaimedUntil = Time.Now,
        Attempt = 1,
        Value = JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web),
    };

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await services.DisposeAsync();
    }
}

internal static class TransferDeadlines
{
    public static void AddTransferDeadlines(this IServiceCollection services)
    {
        services.AddDeadline("late", JsonOf<TransferIsLate>());
        services.AddDeadline("ask", JsonOf<AskAboutTransfer>());
    }

    private static JsonTypeInfo<T> JsonOf<T>() =>
        (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));
}
