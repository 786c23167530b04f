using System.Diagnostics;
using MassTransit;
using Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Messaging;

/// <summary>A message that a message has caused says so: one conversation, one trace, and who began it.</summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CausesAreCarriedOn : IAsyncDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly Guid account = Guid.NewGuid();
    private readonly Guid conversation = Guid.NewGuid();
    private TestHost? host;

    public CausesAreCarriedOn(Broker broker) => setup = new TestHostSetup(database, broker);

    [Test]
    public async Task By_what_a_unit_of_work_produces()
    {
        setup.Inbox.Handle = (context, message) => message is Deposited
            ? host!.GroupCommit.Execute(new ScriptedUnit(unit => unit.Produce(new Withdrawn(account, 2)))
            {
                CausedBy = context.GetCause(),
            })
            : Task.CompletedTask;
        host = await TestHost.Start(setup);

        await WriteTheFirst();

        AssertItIsCarriedOn(await Caused());
    }

    [Test]
    public async Task By_what_a_consumer_produces_at_once()
    {
        setup.Inbox.Handle = (context, message) => message is Deposited
            ? context.GetPayload<IServiceProvider>().GetRequiredService<ITopicProducer<Withdrawn>>()
                .Produce(new Withdrawn(account, 2))
            : Task.CompletedTask;
        host = await TestHost.Start(setup);

        await WriteTheFirst();

        AssertItIsCarriedOn(await Caused());
    }

    [Test]
    public async Task And_seen_by_the_consumer_as_by_any_of_MassTransit()
    {
        ConsumeContext? seen = null;
        setup.Inbox.Handle = (context, _) =>
        {
            seen = context;
            return Task.CompletedTask;
        };
        host = await TestHost.Start(setup);

        var record = await WriteTheFirst();

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "it is received");
        Assert.That(seen!.MessageId, Is.EqualTo(record.Id));
        Assert.That(seen.CorrelationId, Is.EqualTo(account));
        Assert.That(seen.ConversationId, Is.EqualTo(conversation));
        Assert.That(seen.Headers.Get<string>("ce_type"), Is.EqualTo("ledger.deposited.v1"));
        Assert.That(seen.DestinationAddress!.AbsolutePath, Does.EndWith($"/kafka/{setup.Topic}"));
    }

    [Test]
    public async Task In_a_unit_the_activity_of_the_caller_is_the_current_one()
    {
        host = await TestHost.Start(setup);
        using var activity = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        string? seen = null;

        await host.GroupCommit.Execute(new ScriptedUnit(_ => seen = Activity.Current?.Id)).InTime();

        Assert.That(seen, Is.EqualTo(activity.Id));
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        database.Dispose();
    }

    private async Task<OutgoingMessage> WriteTheFirst()
    {
        var record = setup.Record(new Deposited(account, 1))
            .With("ConversationId", conversation.ToString())
            .With("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        await setup.Broker.Write(record);
        return record;
    }

    private async Task<Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>> Caused()
    {
        await Eventually.Holds(() => setup.Inbox.Messages.OfType<Withdrawn>().Any(), "what it caused is received");
        return setup.Broker.Read(setup.Topic).Single(record => record.Header("ce_type") == "ledger.withdrawn.v1");
    }

    private void AssertItIsCarriedOn(Confluent.Kafka.ConsumeResult<byte[]?, byte[]?> caused)
    {
        Assert.That(caused.Header("ConversationId"), Is.EqualTo(conversation.ToString()));
        Assert.That(caused.Header("InitiatorId"), Is.EqualTo(account.ToString()));
        Assert.That(caused.Header("traceparent"), Does.StartWith($"00-{Trace}-").And.Not.Contain("b7ad6b7169203331"));
    }
}
