using Contracts;
using Messaging;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>What Orders.Api has accepted is published until the saga has applied it, whatever Kafka loses.</summary>
[Category("Unit")]
public class LostMessagesComeAgain
{
    [Test]
    public async Task An_order_that_no_saga_has_begun_is_published_again_at_growing_intervals()
    {
        await using var harness = await OrderTestHarness.Start();
        await harness.AcceptUnread();

        var published = await SecondsOf(harness, TimeSpan.FromMinutes(40));

        Assert.That(published, Is.EqualTo(new[] { 30, 90, 210, 450, 930, 1530, 2130 }),
            "after 30 s, 1, 2, 4, 8 min, then every 10 min");
    }

    [Test]
    public async Task What_is_published_again_has_the_same_id_and_the_same_bytes()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();

        await harness.Advance(TimeSpan.FromSeconds(30));

        Assert.That(harness.Outbox, Has.Count.EqualTo(2));
        var (first, again) = (harness.Outbox[0], harness.Outbox[1]);
        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That(again.Value, Is.EqualTo(first.Value));
        Assert.That((again.TypeName, again.Topic), Is.EqualTo((first.TypeName, first.Topic)));
        Assert.That(again.Key, Is.EqualTo(first.Key));
        Assert.That(again.Headers.Text(WireFormat.ConversationId), Is.EqualTo(order.ToString()));
    }

    [Test]
    public async Task Once_a_saga_has_begun_it_is_not()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        await harness.Advance(TimeSpan.FromSeconds(90));
        Assert.That(harness.Deadlines, Is.EqualTo(
            new[] { new StandingDeadline("intake", TimeSpan.FromMinutes(2), 3) }));

        await harness.Deliver<OrderCreated>();

        Assert.That(harness.Deadlines.Select(deadline => deadline.Name), Is.EqualTo(new[] { "step" }));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("AwaitingPaymentAndStock"));
    }

    [Test]
    public async Task Read_as_often_as_it_was_published_it_begins_one_saga()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        await harness.Advance(TimeSpan.FromMinutes(10));
        var created = harness.Outbox.ToList();
        Assert.That(created, Has.Count.EqualTo(5));

        foreach (var record in created)
            await harness.Deliver(record);

        Assert.That(harness.Produced<ProcessPayment>(), Has.Count.EqualTo(1));
        Assert.That(harness.Produced<ReserveStock>(), Has.Count.EqualTo(1));
        Assert.That((await harness.Order(order)).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task A_cancellation_comes_again_until_it_is_applied()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.CancelUnread(order);

        var published = await SecondsOf(harness, TimeSpan.FromMinutes(4));

        Assert.That(published, Is.SupersetOf(new[] { 30, 90, 210 }));
        var cancellations = harness.Outbox
            .Where(record => record.TypeName == "orders.order_cancellation_requested.v1")
            .ToList();
        Assert.That(cancellations, Has.Count.EqualTo(4));
        Assert.That(cancellations.Select(record => record.Id).Distinct(), Has.Exactly(1).Items);

        await harness.Deliver(cancellations[3]);
        await harness.Deliver(cancellations[1]);

        Assert.That(harness.Deadlines.Select(deadline => deadline.Name), Is.EqualTo(new[] { "undo" }));
        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(1));
        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Cancelling));
    }

    [Test]
    public async Task Where_the_records_are_lost_it_comes_again_at_once()
    {
        await using var harness = await OrderTestHarness.Start();
        await harness.AcceptUnread();

        await harness.LoseRecords();

        Assert.That(harness.Produced<OrderCreated>(), Has.Count.EqualTo(2));
    }

    private static async Task<List<int>> SecondsOf(OrderTestHarness harness, TimeSpan time)
    {
        var seconds = new List<int>();
        for (var second = 10; second <= time.TotalSeconds; second += 10)
        {
            var before = harness.Outbox.Count;
            await harness.Advance(TimeSpan.FromSeconds(10));
            if (harness.Outbox.Count > before)
                seconds.Add(second);
        }

        return seconds;
    }
}
