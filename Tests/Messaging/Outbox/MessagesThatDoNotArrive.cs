using Messaging;

namespace Tests.Messaging;

[TestFixtureSource(typeof(Engine), nameof(Engine.All))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MessagesThatDoNotArrive : IDisposable
{
    private static readonly Guid Us = Guid.NewGuid();
    private readonly TestDatabase database;
    private readonly ScriptedSender sender = new();
    private readonly TestDelivery delivery;

    public MessagesThatDoNotArrive(Engine engine)
    {
        database = new TestDatabase(engine);
        delivery = new TestDelivery(database, sender);
    }

    [Test]
    public async Task Are_sent_again_by_a_new_producer_in_order_from_the_first_that_was_lost()
    {
        await Send(1, 5);
        sender.Report(FlightState.Arrived, 1, 2);

        sender.Report(FlightState.Lost, 3);

        await Eventually.Holds(() => sender.Sent(inGeneration: 1).Count == 3, "they are sent again");
        Assert.That(sender.Sent(inGeneration: 1), Is.EqualTo([3L, 4, 5]));
        sender.Report(FlightState.Arrived);
        Assert.That(delivery.Acked.Select(row => row.Number), Is.EqualTo(Enumerable.Range(1, 5)));
    }

    [Test]
    public async Task Let_nothing_overtake_them([Values(1, 2, 3)] int lost)
    {
        await Send(1, 3);

        // Nothing is known yet of the others: the lost one may not be the first.
        sender.Report(FlightState.Lost, lost);
        delivery.HandOver(OutboxMessages.Of(Us, 4));

        await Eventually.Holds(() => sender.Sent(inGeneration: 1).Count == 4, "all are sent again");
        Assert.That(sender.Sent(inGeneration: 0), Is.EqualTo([1L, 2, 3]));
        Assert.That(sender.Sent(inGeneration: 1), Is.EqualTo([1L, 2, 3, 4]));
    }

    [Test]
    public async Task Hold_back_their_own_topic_only_until_the_producer_is_a_new_one()
    {
        await Send(1, 1);
        sender.Report(FlightState.Lost, 1);
        delivery.HandOver(OutboxMessages.Of(Us, 2, "other"));

        await Eventually.Holds(() => sender.Sent("other").Count == 1, "the other topic's message is sent");
        await Eventually.Holds(() => sender.Sent(OutboxMessages.Topic, inGeneration: 1).Count == 1, "it is sent again");
    }

    [Test]
    public async Task May_be_lost_again_and_again()
    {
        await Send(1, 2);
        for (var generation = 1; generation <= 2; generation++)
        {
            sender.Report(FlightState.Lost);
            await Eventually.Holds(
                () => sender.Sent(inGeneration: generation).Count == 2, $"they are sent for the time {generation + 1}");
        }

        sender.Report(FlightState.Arrived);

        Assert.That(delivery.Acked.Select(row => row.Number), Is.EqualTo([1L, 2]));
    }

    [Test]
    public async Task Because_the_producer_is_broken_need_no_report_to_be_sent_again()
    {
        await Send(1, 3);

        sender.Break();

        await Eventually.Holds(() => sender.Sent(inGeneration: 1).Count == 3, "they are sent again");
        Assert.That(sender.Sent(inGeneration: 1), Is.EqualTo([1L, 2, 3]));
    }

    [Test]
    public async Task Because_another_database_has_replaced_the_producer_go_out_before_anything_fresh()
    {
        await Send(1, 3);

        // The other delivery's messages were lost. Ours is told nothing, and has more to send at once.
        sender.Renew(0);
        delivery.HandOver(OutboxMessages.Of(Us, 4));

        await Eventually.Holds(() => sender.Sent(inGeneration: 1).Count == 4, "all are sent");
        Assert.That(sender.Sent(inGeneration: 1), Is.EqualTo([1L, 2, 3, 4]));
        Assert.That(sender.Generation, Is.EqualTo(1), "it is not replaced once more");
    }

    [Test]
    public async Task Because_no_broker_takes_them_are_set_aside_and_the_others_go_on()
    {
        await Send(1, 3);

        sender.Report(FlightState.Refused, 2);
        sender.Report(FlightState.Arrived, 1, 3);
        await Send(4, 1);

        Assert.That(delivery.SetAside, Is.EqualTo([(2L, "Refused")]));
        Assert.That(delivery.Acked.Select(row => row.Number), Is.EqualTo([1L, 3]));
        Assert.That(sender.Generation, Is.Zero);
    }

    [Test]
    public async Task And_cannot_even_be_set_aside_stay_in_the_outbox_and_hold_up_nobody()
    {
        delivery.SettingAside = _ => throw new InvalidOperationException("no database");
        await Send(1, 1);

        sender.Report(FlightState.Refused, 1);
        await Send(2, 1);

        Assert.That(delivery.Acked, Is.Empty);
    }

    public void Dispose()
    {
        delivery.Dispose();
        database.Dispose();
    }

    private async Task Send(long first, int count)
    {
        var before = sender.Sent().Count;
        delivery.HandOver(OutboxMessages.Of(Us, first, count));
        await Eventually.Holds(() => sender.Sent().Count == before + count, "all are sent");
    }
}
