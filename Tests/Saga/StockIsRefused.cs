using Contracts;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class StockIsRefused
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task The_payment_is_refunded_answered_or_not_and_nothing_is_released(bool isPaid)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        if (isPaid)
            await harness.Deliver(Say.Paid(order));

        await harness.Deliver(Say.Rejected(order));

        Assert.That(harness.Produced<RefundPayment>(), Is.EqualTo(new[] { new RefundPayment(order, "out_of_stock") }));
        Assert.That(harness.Produced<ReleaseStock>(), Is.Empty);
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.Refunding));
        Assert.That(saga.CapturedMinor, Is.EqualTo(isPaid ? 2500 : null), "null: not known yet");
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Rejected));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("undo", TimeSpan.FromMinutes(1), 1) }));
    }

    [Test]
    public async Task The_customer_is_told_in_words_what_was_missing()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Deliver(new StockRejected(order, [new("RARE", 9, 5), new("OUT-OF-STOCK", 1, 0)]));

        var seen = await harness.Order(order);
        Assert.That(seen.Reason, Is.EqualTo(CancelReasons.OutOfStock));
        Assert.That(seen.Detail, Is.EqualTo("RARE: 9 ordered, 5 available; OUT-OF-STOCK: 1 ordered, 0 available"));
        Assert.That((await harness.State(order))!.Shortages, Is.EqualTo(
            """[{"sku":"RARE","requested":9,"available":5},{"sku":"OUT-OF-STOCK","requested":1,"available":0}]"""));
    }

    [Test]
    public async Task Once_the_money_is_back_it_is_cancelled()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Rejected(order));

        await harness.Deliver(Say.Refunded(order));

        Assert.That(harness.Produced<OrderCancelled>(), Is.EqualTo(
            new[] { new OrderCancelled(order, "out_of_stock", "WIDGET: 2 ordered, 1 available") }));
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.Refunded));
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((2500L, 2500L)));
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Rejected));
        Assert.That(harness.Deadlines, Is.Empty);
    }

    [Test]
    public async Task A_charge_that_was_never_tried_is_no_payment()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Rejected(order));

        await harness.Deliver(new PaymentFailed(order, PaymentCodes.Undone, "a refund was asked for before"));
        Assert.That((await harness.State(order))!.CapturedMinor, Is.Null, "only the answer to the refund tells");
        await harness.Deliver(Say.Refunded(order, 0));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.None));
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public async Task A_payment_that_succeeds_late_is_refunded_once()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Rejected(order));

        await harness.Deliver(Say.Paid(order));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(saga.CapturedMinor, Is.EqualTo(2500), "now it is known what is owed");
        Assert.That(saga.PaymentId, Is.EqualTo(Say.Paid(order).PaymentId));
        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(1), "it was asked for before");

        await harness.Deliver(Say.Refunded(order));

        saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(saga.CapturedMinor - saga.RefundedMinor, Is.Zero);
    }

    [Test]
    public async Task A_payment_that_fails_late_is_still_waited_for_until_the_refund_is_answered()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Rejected(order));

        await harness.Deliver(Say.Declined(order));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(saga.CapturedMinor, Is.Zero);
        Assert.That(saga.Reason, Is.EqualTo(CancelReasons.OutOfStock), "what began the undo stays the reason");
    }
}
