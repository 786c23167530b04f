using Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Messaging;

/// <summary>Where topics are made by somebody else, ours are named until they are there.</summary>
[Category("Kafka")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TopicsThatCannotBeMade : IAsyncDisposable
{
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly string deadLetters;
    private TestHost? host;

    public TopicsThatCannotBeMade()
    {
        setup = new TestHostSetup(database, Broker.Kafka, Broker.NewName("absent"));
        setup.Options.Replication = 9;
        deadLetters = DeadLetterCopies.TopicOf(setup.Group);
    }

    [Test]
    public async Task Are_named_with_the_reason_and_used_as_soon_as_they_are_there()
    {
        host = await TestHost.Start(setup, waitUntilReady: false);
        var unit = new ScriptedUnit(unit => unit.Produce(new Deposited(Guid.NewGuid(), 1)));
        await host.GroupCommit.Execute(unit).InTime();

        var names = $"topics {setup.Topic}, {deadLetters} are not found: ";
        await Eventually.Holds(
            () => host.Endpoint.Trouble?.StartsWith(names, StringComparison.Ordinal) == true, "both are named");
        Assert.That(host.Endpoint.Trouble, Does.Contain("replication factor"));

        Broker.Kafka.CreateTopic(setup.Topic);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == 1, "what was produced is received");
        var connection = host.Services.GetRequiredService<KafkaConnection>();
        await Eventually.Holds(() => connection.Trouble is not null, "the other one is still missing");
        Assert.That(connection.Trouble, Does.StartWith($"topics {deadLetters} are not found: "));

        Broker.Kafka.CreateTopic(deadLetters);
        await Eventually.Holds(() => connection.Trouble is null, "none is missing");
    }

    public async ValueTask DisposeAsync()
    {
        await (host?.DisposeAsync() ?? default);
        database.Dispose();
    }
}
