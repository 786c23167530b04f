using System.Data.Common;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Parcels;

// What is said about a parcel, and what the saga says to itself.
public sealed record ParcelShipped(Guid ParcelId, string Address);

public sealed record ParcelDelivered(Guid ParcelId);

public sealed record ParcelIsLost(Guid ParcelId, string Address);

public sealed record DeliveryIsLate(Guid ParcelId);

// An instance holds values only; its Version is the concurrency token.
public sealed class Parcel : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "";

    public string Address { get; set; } = "";

    public Guid? LateToken { get; set; }
}

public sealed class ParcelStateMachine : MassTransitStateMachine<Parcel>
{
    public ParcelStateMachine()
    {
        InstanceState(parcel => parcel.CurrentState);
        Event(() => Shipped, x => x.CorrelateById(context => context.Message.ParcelId));
        Event(() => Delivered, x => x.CorrelateById(context => context.Message.ParcelId));
        Schedule(() => Late, parcel => parcel.LateToken, x =>
        {
            x.Delay = TimeSpan.FromDays(3);
            x.Received = late => late.CorrelateById(context => context.Message.ParcelId);
        });

        Initially(
            When(Shipped)
                .Then(context => context.Saga.Address = context.Message.Address)
                .Schedule(Late, context => new DeliveryIsLate(context.Saga.CorrelationId))
                .TransitionTo(UnderWay));
        During(UnderWay,
            When(Delivered)
                .Unschedule(Late)
                .TransitionTo(Arrived),
            When(Late!.Received)
                .Produce(context => new ParcelIsLost(context.Saga.CorrelationId, context.Saga.Address))
                .TransitionTo(Lost));
        During(Lost, When(Delivered).TransitionTo(Arrived));
        During(Arrived, Ignore(Late.Received));
    }

    public State? UnderWay { get; private set; }

    public State? Arrived { get; private set; }

    public State? Lost { get; private set; }

    public Event<ParcelShipped>? Shipped { get; private set; }

    public Event<ParcelDelivered>? Delivered { get; private set; }

    public Schedule<Parcel, DeliveryIsLate>? Late { get; private set; }
}

// The instances, and beside them the tables of outbox, dead letters, history and deadlines.
public sealed class ParcelsDbContext(DbContextOptions options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqliteText();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapOutbox();
        modelBuilder.MapSagaTables();
        modelBuilder.Entity<Parcel>(parcel =>
        {
            parcel.HasKey(row => row.CorrelationId);
            parcel.Property(row => row.Version).IsConcurrencyToken();
        });
    }
}

// A unit of work: what it produces is sent if and only if it is committed.
public sealed class Ship(Guid parcelId, string address) : UnitOfWork
{
    protected override void Apply() => Produce(new ParcelShipped(parcelId, address));
}

public static class Wiring
{
    public static void AddParcels(this IServiceCollection services, string connectionString, string? brokers)
    {
        services.AddGroupCommit(
            _ => new Database<ParcelsDbContext>(
                new SqliteDialect(), connectionString, connection => new ParcelsDbContext(Options(connection))),
            readerGroup: "parcels");
        services.AddDeadline<DeliveryIsLate>("late");
        services.AddDeadlines<Parcel, ParcelsDbContext>(new GroupTopics("parcels", "parcels.events"));
        services.AddMassTransit(bus =>
        {
            bus.UsingInMemory();
            bus.AddRider(rider =>
            {
                rider.AddProducer<ParcelShipped>("parcels.events", message => message.ParcelId);
                rider.AddProducer<ParcelDelivered>("parcels.events", message => message.ParcelId);
                rider.AddProducer<ParcelIsLost>("parcels.alarms", message => message.ParcelId);
                rider.AddSagaStateMachine<ParcelStateMachine, Parcel>()
                    .GroupCommitRepository<Parcel, ParcelsDbContext>(parcel => parcel.CurrentState);
                rider.UsingKafka((context, kafka) =>
                {
                    if (brokers is not null)
                        kafka.Host(brokers);
                    kafka.TopicEndpoint("parcels.events", "parcels", endpoint =>
                    {
                        endpoint.DeadLettersTo<ParcelsDbContext>();
                        endpoint.ConfigureSaga<Parcel>(context);
                    });
                });
            });
        });

        DbContextOptions Options(DbConnection? connection) => connection is null
            ? new DbContextOptionsBuilder().UseSqlite(connectionString).Options
            : new DbContextOptionsBuilder().UseSqlite(connection).Options;
    }
}
