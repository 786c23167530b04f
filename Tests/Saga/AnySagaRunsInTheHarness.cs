using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>The harness knows nothing of orders: here it runs a cup of coffee.</summary>
[Category("Unit")]
public sealed class AnySagaRunsInTheHarness
{
    private ServiceProvider services = null!;
    private SagaTestHarness<CupStateMachine, Cup, CupsDbContext> harness = null!;

    [SetUp]
    public async Task Start()
    {
        var collection = new ServiceCollection();
        collection.AddMessageTypes(
        [
            TypeOf<CupOrdered>("cups.cup_ordered.v1", message => message.CupId),
            TypeOf<CupServed>("cups.cup_served.v1", message => message.CupId),
            TypeOf<BrewCup>("cups.brew_cup.v1", message => message.CupId),
        ]);
        collection.AddDeadline("cold", JsonOf<CupIsCold>());
        collection.AddSagaTestHarness<CupStateMachine, Cup, CupsDbContext>(
            cup => cup.CurrentState, options => new(options));
        services = collection.BuildServiceProvider();
        harness = services.GetRequiredService<SagaTestHarness<CupStateMachine, Cup, CupsDbContext>>();
        await harness.Start();
    }

    [TearDown]
    public async Task Stop()
    {
        await harness.DisposeAsync();
        await services.DisposeAsync();
    }

    [Test]
    public async Task It_begins_produces_and_waits()
    {
        var cup = Guid.NewGuid();

        await harness.Deliver(new CupOrdered(cup));

        Assert.That((await harness.State(cup))!.CurrentState, Is.EqualTo("Brewing"));
        Assert.That(harness.Produced<BrewCup>(), Is.EqualTo(new[] { new BrewCup(cup) }));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("cold", TimeSpan.FromMinutes(5), 1) }));
        Assert.That((await harness.History(cup)).Select(row => row.Type),
            Is.EqualTo(new[] { "cups.cup_ordered.v1", "cups.brew_cup.v1" }));
    }

    [Test]
    public async Task Its_deadline_falls_due_with_the_clock_and_not_before()
    {
        var cup = Guid.NewGuid();
        await harness.Deliver(new CupOrdered(cup));

        await harness.Advance(TimeSpan.FromSeconds(299.5));
        Assert.That(harness.Produced<BrewCup>(), Has.Count.EqualTo(1));
        await harness.Advance(TimeSpan.FromSeconds(0.5));

        Assert.That(harness.Produced<BrewCup>(), Has.Count.EqualTo(2));
        Assert.That((await harness.State(cup))!.CurrentState, Is.EqualTo("Brewing"));
    }

    [Test]
    public async Task A_clock_that_is_moved_directly_fires_nothing_by_itself()
    {
        await harness.Deliver(new CupOrdered(Guid.NewGuid()));

        harness.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(harness.Deadlines.Single().DueIn, Is.EqualTo(TimeSpan.FromMinutes(-55)));
        Assert.That(harness.Produced<BrewCup>(), Has.Count.EqualTo(1));

        await harness.FireDue();
        Assert.That(harness.Produced<BrewCup>(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_instance_that_is_completed_is_gone()
    {
        var cup = Guid.NewGuid();
        await harness.Deliver(new CupOrdered(cup));

        await harness.Deliver(new CupServed(cup, IsSpilled: false));

        Assert.That(await harness.State(cup), Is.Null);
        Assert.That(harness.Deadlines, Is.Empty);
    }

    [Test]
    public async Task What_the_saga_throws_the_delivery_throws_and_nothing_of_it_stays()
    {
        var cup = Guid.NewGuid();
        await harness.Deliver(new CupOrdered(cup));

        Assert.That(
            () => harness.Deliver(new CupServed(cup, IsSpilled: true)),
            Throws.InnerException.With.Message.EqualTo("spilled"));

        Assert.That((await harness.State(cup))!.CurrentState, Is.EqualTo("Brewing"));
        Assert.That(await harness.History(cup), Has.Count.EqualTo(2));
        Assert.That(harness.Deadlines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_a_deadline_throws_the_clock_throws()
    {
        var cup = Guid.NewGuid();
        await harness.Deliver(new CupOrdered(cup));
        await harness.Advance(TimeSpan.FromMinutes(5));

        Assert.That(
            () => harness.Advance(TimeSpan.FromMinutes(5)),
            Throws.InnerException.With.Message.EqualTo("cold twice"));
        Assert.That(
            () => harness.Advance(TimeSpan.FromSeconds(30)),
            Throws.InnerException.With.Message.EqualTo("cold twice"), "its claim has run out, and it fires again");
    }

    [Test]
    public void A_message_that_the_saga_does_not_take_is_refused() =>
        Assert.That(() => harness.Deliver(new BrewCup(Guid.NewGuid())), Throws.Exception);

    [Test]
    public void Timers_fire_in_their_turn_while_the_clock_moves()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var fired = new List<string>();
        using var often = clock.CreateTimer(_ => fired.Add($"often {clock.GetUtcNow():m:ss}"), null,
            TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        using var once = clock.CreateTimer(_ => fired.Add($"once {clock.GetUtcNow():m:ss}"), null,
            TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        var waiting = Task.Delay(TimeSpan.FromSeconds(61), clock);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(fired, Is.EqualTo(new[] { "often 0:20", "once 0:30", "often 0:40", "often 1:00" }));
        Assert.That(waiting.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(waiting.IsCompleted, Is.True);
    }

    private static MessageType TypeOf<T>(string name, Func<T, Guid> cupOf) =>
        new(typeof(T), name, "cups.events", "urn:service:cups", JsonOf<T>(), message => cupOf((T)message));

    private static JsonTypeInfo<T> JsonOf<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));

    public sealed record CupOrdered(Guid CupId);

    public sealed record CupServed(Guid CupId, bool IsSpilled);

    public sealed record BrewCup(Guid CupId);

    public sealed record CupIsCold(Guid CupId);

    public sealed class Cup : SagaStateMachineInstance, ISagaVersion
    {
        public Guid CorrelationId { get; set; }

        public int Version { get; set; }

        public string CurrentState { get; set; } = "";

        public int Brewed { get; set; }

        public Guid? Cold { get; set; }
    }

    public sealed class CupStateMachine : MassTransitStateMachine<Cup>
    {
        public CupStateMachine()
        {
            InstanceState(cup => cup.CurrentState);
            Event(() => Ordered, e => e.CorrelateById(context => context.Message.CupId));
            Event(() => Served, e => e.CorrelateById(context => context.Message.CupId));
            Schedule(() => Cold, cup => cup.Cold, s =>
            {
                s.Delay = TimeSpan.FromMinutes(5);
                s.Received = e => e.CorrelateById(context => context.Message.CupId);
            });

            Initially(
                When(Ordered)
                    .Produce(context => new BrewCup(context.Saga.CorrelationId))
                    .Schedule(Cold, context => new CupIsCold(context.Saga.CorrelationId))
                    .TransitionTo(Brewing));
            During(Brewing,
                When(Served, context => context.Message.IsSpilled)
                    .Then(_ => throw new InvalidOperationException("spilled")),
                When(Served, context => !context.Message.IsSpilled)
                    .Unschedule(Cold)
                    .Finalize(),
                When(Cold.Received)
                    .Then(context =>
                    {
                        if (context.Saga.Brewed++ > 0)
                            throw new InvalidOperationException("cold twice");
                    })
                    .Produce(context => new BrewCup(context.Saga.CorrelationId))
                    .Schedule(Cold, context => new CupIsCold(context.Saga.CorrelationId)));
            SetCompletedWhenFinalized();
        }

        public State Brewing { get; private set; } = null!;

        public Event<CupOrdered> Ordered { get; private set; } = null!;

        public Event<CupServed> Served { get; private set; } = null!;

        public Schedule<Cup, CupIsCold> Cold { get; private set; } = null!;
    }

    public sealed class CupsDbContext(DbContextOptions options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.MapSagaTables();
            modelBuilder.MapOutbox();
            modelBuilder.Entity<Cup>().HasKey(cup => cup.CorrelationId);
            modelBuilder.Entity<Cup>().Property(cup => cup.Version).IsConcurrencyToken();
        }

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
            configurationBuilder.UseSqliteText();
    }
}
