using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Tests.Messaging;

/// <summary>
/// It drops the oldest records of a partition beyond 5 MB, read or not. So what is sent ahead of the readers is
/// bounded, and waits in the outbox.
/// </summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TheEmbeddedBroker : IAsyncDisposable
{
    private const int Messages = 1_000;
    private static readonly string TenKilobytes = new('x', 10_000);
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly KafkaConnection connection;
    private readonly Guid account = Guid.NewGuid();
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TheEmbeddedBroker()
    {
        setup = new TestHostSetup(database, Broker.Embedded, "events");
        connection = new KafkaConnection(
            Options.Create(new KafkaOptions { MaxInFlight = 20 }), new MessageCatalogue(setup.Types));
        setup.Connection = connection;
    }

    [Test]
    public async Task Loses_nothing_while_the_readers_are_stuck()
    {
        setup.Inbox.Handle = (_, _) => released.Task;
        await using var host = await TestHost.Start(setup);

        await host.GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            for (var number = 1; number <= Messages; number++)
                unit.Produce(new Deposited(account, number, TenKilobytes));
        })).InTime();
        await Eventually.Holds(() => host.Endpoint.IsPaused, "the reader is stuck");
        Assert.That(database.Outbox(), Is.Not.Empty);

        released.SetResult();
        await Eventually.Holds(() => setup.Inbox.Messages.Count == Messages, "everything is received");
        Assert.That(setup.Inbox.Numbers(), Is.EqualTo(Enumerable.Range(1, Messages)));
        await Eventually.Holds(() => database.Outbox().Count == 0, "everything has left the outbox");
    }

    [Test]
    public async Task Loses_nothing_of_what_an_earlier_process_has_left_before_there_was_any_reader()
    {
        var dead = Guid.CreateVersion7();
        database.Execute(
            "INSERT INTO outbox_owners (owner, last_group, lease_until) VALUES (@p0, 1, @p1)", dead, DateTime.UtcNow);
        database.WriteOutbox(Enumerable.Range(1, Messages).Select(number => new NumberedMessage(
            dead, number, setup.Record(new Deposited(account, number, TenKilobytes)))));

        await using var host = await TestHost.Start(setup);

        await Eventually.Holds(() => setup.Inbox.Messages.Count == Messages, "everything is received");
        Assert.That(setup.Inbox.Numbers(), Is.EqualTo(Enumerable.Range(1, Messages)));
    }

    [Test]
    public async Task Knows_its_readers_before_the_first_record_is_sent()
    {
        var sent = 0;
        setup.AddServices = services => services.AddSingleton<IHostedService>(provider => new AtStart(() =>
        {
            // An outbox begins to send in this very place.
            while (sent < Messages && connection.SendAhead?.TrySend(setup.Topic, null, TenKilobytes.Length) == true)
                sent++;
        }));

        await using var host = await TestHost.Start(setup);

        Assert.That(sent, Is.InRange(1, Messages - 1));
    }

    [Test]
    public async Task Takes_records_that_are_too_large_without_getting_stuck()
    {
        await using var host = await TestHost.Start(setup);

        await host.GroupCommit.Execute(new ScriptedUnit(unit =>
        {
            for (var number = 1; number <= 5; number++)
                unit.Produce(new Deposited(account, number, new string('x', 1_500_000)));
            unit.Produce(new Deposited(account, 6));
        })).InTime();

        await Eventually.Holds(() => setup.Inbox.Numbers().Contains(6), "what comes behind them is received");
        await Eventually.Holds(() => database.DeadLetters().Count == 5, "they are dead letters");
    }

    public async ValueTask DisposeAsync()
    {
        released.TrySetResult();
        connection.Dispose();
        database.Dispose();
        await ValueTask.CompletedTask;
    }

    private sealed class AtStart(Action action) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            action();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
