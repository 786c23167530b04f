using Contracts;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class PaymentFails
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task The_stock_is_released_answered_or_not_and_nothing_is_refunded(bool isReserved)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        if (isReserved)
            await harness.Deliver(Say.Reserved(order));

        await harness.Deliver(Say.Declined(order));

        Assert.That(harness.Produced<ReleaseStock>(), Is.EqualTo(new[] { new ReleaseStock(order, "payment_failed") }));
        Assert.That(harness.Produced<RefundPayment>(), Is.Empty);
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.Failed));
        Assert.That(saga.CapturedMinor, Is.Zero);
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Releasing));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("undo", TimeSpan.FromMinutes(1), 1) }));
    }

    [Test]
    public async Task The_customer_is_told_why()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Deliver(Say.Declined(order));

        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelling));
        Assert.That(seen.Reason, Is.EqualTo(CancelReasons.PaymentFailed));
        Assert.That(seen.Detail, Is.EqualTo("declined: the card has expired"));
        Assert.That(seen.EndedAt, Is.Null);
    }

    [Test]
    public async Task Once_the_stock_is_released_it_is_cancelled()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Declined(order));

        await harness.Deliver(Say.Released(order));

        Assert.That(harness.Produced<OrderCancelled>(),
            Is.EqualTo(new[] { new OrderCancelled(order, "payment_failed", "declined: the card has expired") }));
        Assert.That(harness.Deadlines, Is.Empty);
        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelled));
        Assert.That(seen.EndedAt, Is.EqualTo(harness.Clock.GetUtcNow().UtcDateTime));
        Assert.That((await harness.State(order))!.StockStatus, Is.EqualTo(StockStatuses.Released));
    }

    [Test]
    public async Task A_reservation_that_is_answered_late_is_released_all_the_same()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Declined(order));

        await harness.Deliver(Say.Reserved(order));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Releasing));
        Assert.That(harness.Produced<ReleaseStock>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Words_too_long_for_the_order_are_cut()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Deliver(new PaymentFailed(order, "declined", new string('x', 2000)));

        Assert.That((await harness.Order(order)).Detail, Has.Length.EqualTo(1000));
    }
}
