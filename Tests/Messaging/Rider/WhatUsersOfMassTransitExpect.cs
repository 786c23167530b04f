using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Messaging;

/// <summary>What MassTransit's own rider is tested for, and applies here too.</summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WhatUsersOfMassTransitExpect(Broker broker) : IDisposable
{
    private readonly TestDatabase database = new();
    private readonly Deposited message = new(Guid.NewGuid(), 1);

    [Test]
    public async Task Headers_without_a_value_twice_or_in_a_foreign_encoding_are_read_as_far_as_they_can_be()
    {
        ConsumeContext? seen = null;
        var setup = Setup();
        setup.Inbox.Handle = (context, _) =>
        {
            seen = context;
            return Task.CompletedTask;
        };
        await using var host = await TestHost.Start(setup);
        var record = setup.Record(message);
        record.Headers.Add("empty", (byte[]?)null);
        record.Headers.Add("twice", "first");
        record.Headers.Add("twice", "second");
        record.Headers.Add("foreign", Encoding.Latin1.GetBytes("Köln"));

        await broker.Write(record);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "it is received");
        Assert.That(seen!.Headers.Get<string>("twice"), Is.EqualTo("first"));
        Assert.That(seen.Headers.Get<string>("foreign"), Does.StartWith("K").And.EndsWith("ln"));
        Assert.That(seen.Headers.TryGetHeader("empty", out _), Is.False);
        Assert.That(seen.Headers.GetAll().Select(header => header.Key), Does.Contain("empty"));
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task Each_group_receives_every_message()
    {
        var first = Setup();
        using var another = new TestDatabase();
        var second = new TestHostSetup(another, broker, first.Topic);
        await using var one = await TestHost.Start(first);
        await using var other = await TestHost.Start(second);

        await first.Write(message);

        await Eventually.Holds(() => first.Inbox.Messages.Count == 1, "the one group receives it");
        await Eventually.Holds(() => second.Inbox.Messages.Count == 1, "so does the other");
    }

    [Test]
    public async Task What_a_consumer_publishes_goes_to_the_consumers_of_the_bus()
    {
        var published = new TaskCompletionSource<ConsumeContext<Withdrawn>>();
        var setup = Setup();
        setup.ConfigureBus = bus => bus.ReceiveEndpoint("withdrawals", endpoint =>
            endpoint.Handler<Withdrawn>(context =>
            {
                published.TrySetResult(context);
                return Task.CompletedTask;
            }));
        setup.Inbox.Handle = (context, _) => context.Publish(new Withdrawn(message.AccountId, 2));
        await using var host = await TestHost.Start(setup);
        var record = setup.Record(message);

        await broker.Write(record);

        var received = await published.Task.InTime();
        Assert.That(received.Message.Number, Is.EqualTo(2));
        Assert.That(received.InitiatorId, Is.EqualTo(message.AccountId), "the correlation id of what was read");
        Assert.That(received.ConversationId, Is.EqualTo(record.Headers.Id("ConversationId")));
        Assert.That(received.SourceAddress!.AbsolutePath, Does.Contain($"/kafka/{setup.Topic}"));
    }

    [Test]
    public async Task A_consumers_own_retries_count_as_they_do_elsewhere()
    {
        var attempts = new List<(int Attempt, int Count)>();
        var setup = Setup();
        setup.Options.RetryAfter = [];
        setup.Configure = (context, kafka) => kafka.TopicEndpoint(setup.Topic, setup.Group, endpoint =>
        {
            endpoint.DeadLettersTo<LedgerContext>();
            endpoint.UseMessageRetry(retry => retry.Immediate(3));
            endpoint.ConfigureConsumer<DepositedConsumer>(context);
        });
        setup.Inbox.Handle = (context, _) =>
        {
            attempts.Add((context.GetRetryAttempt(), context.GetRetryCount()));
            return attempts.Count < 4 ? throw new NotSupportedException("not yet") : Task.CompletedTask;
        };
        await using var host = await TestHost.Start(setup);

        await broker.Write(setup.Record(message));

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "it is received");
        Assert.That(attempts, Is.EqualTo([(0, 0), (1, 0), (2, 1), (3, 2)]));
        Assert.That(database.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task A_scope_for_each_message_with_what_the_container_has()
    {
        var scopes = new List<IServiceProvider>();
        var setup = Setup();
        setup.Inbox.Handle = (context, _) =>
        {
            lock (scopes)
                scopes.Add(context.GetPayload<IServiceScope>().ServiceProvider);
            return Task.CompletedTask;
        };
        await using var host = await TestHost.Start(setup);

        await setup.Write(message);
        await setup.Write(message with { Number = 2 });

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 2, "both are received");
        Assert.That(scopes, Is.Unique);
    }

    public void Dispose() => database.Dispose();

    private TestHostSetup Setup() => new(database, broker);
}
