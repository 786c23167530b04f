using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommittedMessagesAreSent : IDisposable
{
    private static readonly Guid Us = Guid.NewGuid();
    private static readonly Guid Dead = Guid.CreateVersion7();
    private readonly TestDatabase database;

    public CommittedMessagesAreSent(Engine engine) => database = new TestDatabase(engine);
    private readonly ScriptedSender sender = new();

    [Test]
    public async Task In_the_order_of_their_commits_without_waiting_for_acks()
    {
        using var delivery = new TestDelivery(database, sender);

        delivery.HandOver(OutboxMessages.Of(Us, 1, 3));
        delivery.HandOver(OutboxMessages.Of(Us, 4, 2));

        await Eventually.Holds(() => sender.Sent().Count == 5, "all are sent");
        Assert.That(sender.Sent(), Is.EqualTo([1L, 2, 3, 4, 5]));
        Assert.That(delivery.Acked, Is.Empty);
    }

    [Test]
    public async Task And_each_is_reported_once_it_has_arrived()
    {
        using var delivery = new TestDelivery(database, sender);
        delivery.HandOver(OutboxMessages.Of(Us, 1, 3));
        await Eventually.Holds(() => sender.Sent().Count == 3, "all are sent");

        sender.Report(FlightState.Arrived, 2);

        Assert.That(delivery.Acked, Is.EqualTo([(Us, 2L)]));
    }

    [Test]
    public async Task A_topic_without_room_holds_up_no_other()
    {
        sender.Fill("full");
        using var delivery = new TestDelivery(database, sender);

        delivery.HandOver(
            OutboxMessages.Of(Us, 1, "full"), OutboxMessages.Of(Us, 2, "open"), OutboxMessages.Of(Us, 3, "full"),
            OutboxMessages.Of(Us, 4, "open"));
        await Eventually.Holds(() => sender.Sent("open").Count == 2, "the other topic's messages are sent");
        Assert.That(sender.Sent("full"), Is.Empty);

        sender.Empty("full");
        await Eventually.Holds(() => sender.Sent("full").Count == 2, "they are sent once there is room");
        Assert.That(sender.Sent("full"), Is.EqualTo([1L, 3]));
    }

    [Test]
    public async Task What_the_dead_have_left_is_sent_in_order()
    {
        var later = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddSeconds(1));
        database.WriteOutbox(OutboxMessages.Of(Dead, 1, 1_500));
        database.WriteOutbox(OutboxMessages.Of(later, 2_001, 500));

        using var delivery = new TestDelivery(database, sender, [Dead, later]);

        await Eventually.Holds(() => sender.Sent().Count == 2_000, "all are sent");
        Assert.That(sender.Sent(), Is.EqualTo(Enumerable.Range(1, 1_500).Concat(Enumerable.Range(2_001, 500))));
        sender.Report(FlightState.Arrived, 1, 2_001);
        Assert.That(delivery.Acked, Is.EqualTo([(Dead, 1L), (later, 2_001L)]));
    }

    /// <summary>It never wakes by the clock, so if it were not woken it would wait for ever.</summary>
    [Test]
    public async Task A_large_backlog_moves_as_fast_as_it_arrives()
    {
        const int rounds = 10;
        database.WriteOutbox(OutboxMessages.Of(Dead, 1, rounds * 4_000));
        using var delivery = new TestDelivery(database, sender, TimeSpan.FromHours(1), [Dead]);

        for (var round = 1; round <= rounds; round++)
        {
            await Eventually.Holds(() => sender.Sent().Count >= round * 4_000, $"round {round} is sent");
            sender.Report(FlightState.Arrived);
        }
    }

    [Test]
    public async Task What_could_not_be_read_is_sent_when_the_database_is_back()
    {
        database.WriteOutbox(OutboxMessages.Of(Dead, 1, 5_000));
        using var delivery = new TestDelivery(database, sender, [Dead]);
        await Eventually.Holds(() => sender.Sent().Count == 4_000, "memory is full");
        var refused = 0;
        delivery.OnOpen = () =>
        {
            if (refused++ < 1)
                throw FaultyDialect.Away();
        };

        delivery.Reader!.Dispose();
        sender.Report(FlightState.Arrived);
        delivery.HandOver(OutboxMessages.Of(Us, 9_999, "ours"));

        await Eventually.Holds(() => sender.Sent("ours").Count == 1, "what is in memory is sent meanwhile");
        await Eventually.Holds(() => sender.Sent().Count == 5_001, "the rest is sent");
        Assert.That(sender.Sent(OutboxMessages.Topic), Is.EqualTo(Enumerable.Range(1, 5_000)));
    }

    public void Dispose() => database.Dispose();
}
