using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoppingADelivery : IDisposable
{
    private static readonly Guid Us = Guid.NewGuid();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly TestDatabase database;

    public StoppingADelivery(Engine engine) => database = new TestDatabase(engine);
    private readonly ScriptedSender sender = new();

    [Test]
    public async Task Waits_for_what_is_on_its_way()
    {
        using var delivery = new TestDelivery(database, sender);
        delivery.HandOver(OutboxMessages.Of(Us, 1, 3));

        var stopped = Task.Run(() => delivery.Stop(Patience));
        await Eventually.Holds(() => sender.Sent().Count == 3, "what was handed over is sent");
        Assert.That(stopped.IsCompleted, Is.False);

        sender.Report(FlightState.Arrived);
        await stopped.InTime();
        Assert.That(delivery.Acked, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Leaves_what_nobody_takes_in_the_outbox()
    {
        sender.Fill(OutboxMessages.Topic);
        using var delivery = new TestDelivery(database, sender);
        delivery.HandOver(OutboxMessages.Of(Us, 1, 3));

        await Task.Run(() => delivery.Stop(Patience)).InTime();

        Assert.That(sender.Sent(), Is.Empty);
        Assert.That(delivery.Acked, Is.Empty);
    }

    [Test]
    public async Task Ends_within_its_patience_whatever_is_on_its_way()
    {
        using var delivery = new TestDelivery(database, sender);
        delivery.HandOver(OutboxMessages.Of(Us, 1, 3));
        await Eventually.Holds(() => sender.Sent().Count == 3, "all are sent");

        await Task.Run(() => delivery.Stop(TimeSpan.FromMilliseconds(50))).InTime();

        AssertNothingMoreIsSent(delivery);
    }

    [Test]
    public async Task Ends_within_its_patience_however_much_the_dead_have_left()
    {
        var dead = Guid.NewGuid();
        database.WriteOutbox(OutboxMessages.Of(dead, 1, 20_000));
        using var delivery = new TestDelivery(database, sender, [dead]);
        using var isOver = new CancellationTokenSource();
        var arriving = Task.Run(() =>
        {
            while (!isOver.IsCancellationRequested)
                sender.Report(FlightState.Arrived);
        });
        await Eventually.Holds(() => sender.Sent().Count > 0, "it sends");

        await Task.Run(() => delivery.Stop(TimeSpan.Zero)).InTime();

        AssertNothingMoreIsSent(delivery);
        await isOver.CancelAsync();
        await arriving;
    }

    public void Dispose() => database.Dispose();

    /// <summary>Its thread has ended: the producer and the database may be disposed of.</summary>
    private void AssertNothingMoreIsSent(TestDelivery delivery)
    {
        var sent = sender.Sent().Count;
        delivery.HandOver(OutboxMessages.Of(Us, 100_000));
        delivery.Stop(TimeSpan.Zero);
        Assert.That(sender.Sent(), Has.Count.EqualTo(sent));
    }
}
