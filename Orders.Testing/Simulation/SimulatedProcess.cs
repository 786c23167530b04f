using MassTransit.Transports;
using Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Hosting;

namespace Orders.Testing;

/// <summary>
/// One life of one service's process, made of what the service is made of. It has no thread: the simulation says what
/// it does next.
/// </summary>
internal abstract class SimulatedProcess
{
    public SimulatedProducer Producer { get; protected init; } = null!;

    private Task polling = Task.CompletedTask;

    public bool IsDead { get; protected set; }

    /// <summary>What it reads from, if it has a partition of it.</summary>
    public List<TopicEndpoint> Endpoints { get; } = [];

    /// <summary>The one as which it reads; null where it reads nothing.</summary>
    public string? Group => Endpoints.FirstOrDefault()?.Group;

    public List<SimulatedReader> Readers { get; } = [];

    /// <summary>Whether there is anything to commit.</summary>
    public abstract bool HasQueued { get; }

    /// <summary>Commits what is queued as one group; also renews the lease and looks for the dead.</summary>
    public abstract void Commit();

    /// <summary>Gives committed messages to the producer. Answers whether there were any.</summary>
    public abstract bool Send();

    /// <summary>Looks once for what is due, as its service does over and over, unless it is still at it.</summary>
    public void Poll()
    {
        if (polling.IsCompleted)
            polling = PollOnce();
    }

    /// <summary>Makes the calls that wait. Answers whether there were any.</summary>
    public virtual bool Call() => false;

    /// <summary>All that it can do now. Answers whether that was more than its lease to renew.</summary>
    public bool Turn(Random random)
    {
        Poll();
        var hasMoved = HasQueued | Call();
        Commit();
        hasMoved |= Send();
        while (Producer.UnderWay > 0)
        {
            Producer.Land(random);
            hasMoved = true;
        }

        foreach (var reader in Readers.ToList())
        {
            hasMoved |= reader.HasUnread || reader.HasUncommitted;
            while (reader.HasUnread)
                reader.Read();
            reader.CommitOffset();
        }

        return hasMoved;
    }

    /// <summary>It is gone from one moment to the next, and says nothing to anybody.</summary>
    public abstract void Kill();

    protected virtual Task PollOnce() => Task.CompletedTask;
}

/// <inheritdoc/>
internal class SimulatedProcess<TContext> : SimulatedProcess
    where TContext : DbContext
{
    private readonly OutboxDelivery delivery;
    private readonly SimulatedDialect dialect;

    public SimulatedProcess(
        SimulatedDatabase database, Func<DbContextOptions, TContext> model, SimulatedDialect dialect,
        SimulatedProducer producer, TimeProvider clock, int maxUnits, Action<WebApplicationBuilder> addService)
    {
        this.dialect = dialect;
        Producer = producer;
        Database = InMemorySqlite.Of(dialect, database.ConnectionString, model);
        Services = Build(producer, clock, maxUnits, addService);
        GroupCommit = Services.GetRequiredService<GroupCommit<TContext>>();
        dialect.Die = Kill;
        delivery = new OutboxDelivery(
            "simulated", producer, Database.OpenReader, GroupCommit.Acknowledge,
            (message, reason) => GroupCommit.Execute(new SetAsideUnsendable(message, reason, "simulated")),
            NullLogger.Instance)
        {
            RecoveryPause = TimeSpan.Zero,
        };
        GroupCommit.Committed = delivery.HandOver;
        GroupCommit.Adopted = delivery.Adopt;
        delivery.Adopt(GroupCommit.Open());
        _ = Services.GetRequiredService<IBusInstance>();
    }

    public GroupCommit<TContext> GroupCommit { get; }

    public Database<TContext> Database { get; }

    public override bool HasQueued => GroupCommit.HasQueued;

    protected ServiceProvider Services { get; }

    public override void Commit() => GroupCommit.CommitQueued();

    public override bool Send() => delivery.Turn();

    public override void Kill()
    {
        IsDead = true;
        dialect.Cut();
        GroupCommit.Abandon();
        Readers.ForEach(reader => reader.Revoke());
    }

    private ServiceProvider Build(
        SimulatedProducer producer, TimeProvider clock, int maxUnits, Action<WebApplicationBuilder> addService)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Kafka:BootstrapServers"] = "simulated:9092" });
        builder.Services.AddLogging();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IRecordSender>(producer);
        builder.Services.AddSingleton(new GroupCommitOptions { ContinueInline = true, MaxUnits = maxUnits });
        builder.Services.AddSingleton<ICollection<TopicEndpoint>>(Endpoints);
        builder.Services.AddSingleton(Database);
        builder.Services.AddGroupCommit<TContext>(_ => Database, "simulated");
        builder.Services.Configure<KafkaOptions>(kafka =>
            (kafka.BootstrapServers, kafka.RetryAfter) = ("simulated:9092", []));
        addService(builder);
        builder.AddBus();
        return builder.Services.BuildServiceProvider();
    }
}
