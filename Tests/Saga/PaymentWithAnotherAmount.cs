using Contracts;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class PaymentWithAnotherAmount
{
    [TestCase(2499, "EUR", "paid 2499 EUR instead of 2500 EUR")]
    [TestCase(2501, "EUR", "paid 2501 EUR instead of 2500 EUR")]
    [TestCase(2500, "USD", "paid 2500 USD instead of 2500 EUR")]
    public async Task It_is_no_payment_and_goes_back(long amountMinor, string currency, string detail)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Deliver(Say.Paid(order, amountMinor, currency));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(saga.CapturedMinor, Is.EqualTo(amountMinor));
        Assert.That(saga.Reason, Is.EqualTo(CancelReasons.PaymentFailed));
        Assert.That(saga.Detail, Is.EqualTo(detail));
        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(1));
        Assert.That(harness.Produced<ReleaseStock>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_does_not_confirm_an_order_whose_stock_is_reserved()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));

        await harness.Deliver(Say.Paid(order, amountMinor: 1));
        await harness.Deliver(Say.Refunded(order, 1));
        await harness.Deliver(Say.Released(order));

        Assert.That(harness.Produced<OrderConfirmed>(), Is.Empty);
        Assert.That(harness.Produced<OrderCancelled>(), Is.EqualTo(
            new[] { new OrderCancelled(order, "payment_failed", "paid 1 EUR instead of 2500 EUR") }));
        var saga = (await harness.State(order))!;
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((1L, 1L)));
    }
}
