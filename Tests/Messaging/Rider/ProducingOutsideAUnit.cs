using System.Text;
using MassTransit;
using Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Messaging;

/// <summary>
/// Where no transaction is, a message goes to the broker at once, and the caller learns whether it has arrived.
/// </summary>
[TestFixtureSource(typeof(Broker), nameof(Broker.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProducingOutsideAUnit : IAsyncDisposable
{
    private readonly TestDatabase database = new();
    private readonly TestHostSetup setup;
    private readonly Deposited message = new(Guid.NewGuid(), 1);

    public ProducingOutsideAUnit(Broker broker) => setup = new TestHostSetup(database, broker);

    [Test]
    public async Task It_returns_when_the_broker_has_the_record()
    {
        await using var host = await TestHost.Start(setup);
        using var scope = host.Services.CreateScope();

        await scope.ServiceProvider.GetRequiredService<ITopicProducer<Deposited>>().Produce(message).InTime();

        var record = setup.Broker.Read(setup.Topic).Single();
        Assert.That(Encoding.UTF8.GetString(record.Message.Key!), Is.EqualTo(message.AccountId.ToString()));
        Assert.That(record.Header("ce_type"), Is.EqualTo("ledger.deposited.v1"));
        Assert.That(database.Outbox(), Is.Empty);
    }

    [Test]
    public async Task A_record_that_no_broker_takes_is_the_callers_to_deal_with()
    {
        await using var host = await TestHost.Start(setup);
        using var scope = host.Services.CreateScope();
        var producer = scope.ServiceProvider.GetRequiredService<ITopicProducer<Deposited>>();

        var outcome = await producer.Produce(message with { Note = new string('x', 2_000_000) }).Outcome();

        Assert.That(outcome, Is.TypeOf<MessageNotSentException>());
        await producer.Produce(message).InTime();
    }

    [Test]
    public async Task A_producer_that_is_replaced_keeps_nobody_waiting()
    {
        var sender = new ScriptedSender();
        setup.AddServices = services => services.AddSingleton<IRecordSender>(sender);
        await using var host = await TestHost.Start(setup);
        using var scope = host.Services.CreateScope();
        var producing = scope.ServiceProvider.GetRequiredService<ITopicProducer<Deposited>>().Produce(message);
        await Eventually.Holds(() => sender.Sent().Count == 1, "it is sent");

        sender.Renew(0);

        Assert.That(await producing.Outcome(), Is.TypeOf<MessageNotSentException>());
    }

    [Test]
    public async Task It_waits_for_room_and_gives_up_when_it_is_told_to()
    {
        var sender = new ScriptedSender();
        sender.Fill(setup.Topic);
        setup.AddServices = services => services.AddSingleton<IRecordSender>(sender);
        await using var host = await TestHost.Start(setup);
        using var scope = host.Services.CreateScope();
        using var cancellation = new CancellationTokenSource();
        var producer = scope.ServiceProvider.GetRequiredService<ITopicProducer<Deposited>>();
        var impatient = producer.Produce(message, cancellation.Token);
        var patient = producer.Produce(message with { Number = 2 });

        await cancellation.CancelAsync();
        Assert.That(await impatient.Outcome(), Is.InstanceOf<OperationCanceledException>());

        sender.Empty(setup.Topic);
        await Eventually.Holds(() => sender.Sent().Count == 1, "the patient one is sent");
        sender.Report(FlightState.Arrived);
        await patient.InTime();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }
}
