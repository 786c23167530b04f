using Contracts;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class OrderIsCancelled
{
    [Test]
    public async Task Before_the_saga_has_begun_it_begins_cancelled()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();
        await harness.CancelUnread(order);
        var before = harness.Outbox.Count;

        await harness.Deliver<OrderCreated>();

        Assert.That(harness.ProducedSince(before),
            Is.EqualTo(new[] { new OrderCancelled(order, "cancelled_by_customer", null) }), "nothing was asked for");
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That((saga.PaymentStatus, saga.StockStatus), Is.EqualTo(("none", "none")));
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((0L, 0L)));
        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelled));
        Assert.That(seen.Cancellation, Is.EqualTo(Cancellations.Done));
        Assert.That(seen.EndedAt, Is.Not.Null);
    }

    [Test]
    public async Task A_cancellation_that_overtakes_its_order_is_found_in_the_orders_row()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.AcceptUnread();

        await harness.Cancel(order);

        Assert.That(await harness.State(order), Is.Null);
        Assert.That((await harness.History(order)).Select(row => row.Type),
            Is.EqualTo(new[] { "orders.accepted", "orders.cancellation_requested" }));
        Assert.That(harness.Deadlines.Select(deadline => deadline.Name),
            Is.EquivalentTo(new[] { "intake", "cancellation" }), "both come again until there is a saga to apply them");

        await harness.Deliver<OrderCreated>();
        await harness.Deliver<OrderCancellationRequested>();

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(harness.Produced<ProcessPayment>(), Is.Empty);
        Assert.That(harness.Produced<OrderCancelled>(), Has.Count.EqualTo(1));
        Assert.That(harness.Deadlines, Is.Empty);
    }

    [TestCase("AwaitingPaymentAndStock")]
    [TestCase("AwaitingPayment")]
    [TestCase("AwaitingStock")]
    public async Task While_it_is_processed_both_steps_are_undone(string state)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        if (state == "AwaitingPayment")
            await harness.Deliver(Say.Reserved(order));
        if (state == "AwaitingStock")
            await harness.Deliver(Say.Paid(order));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo(state));

        await harness.Cancel(order, "changed my mind");

        Assert.That(harness.Produced<RefundPayment>(),
            Is.EqualTo(new[] { new RefundPayment(order, "cancelled_by_customer") }));
        Assert.That(harness.Produced<ReleaseStock>(),
            Is.EqualTo(new[] { new ReleaseStock(order, "cancelled_by_customer") }));
        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelling));
        Assert.That(seen.Cancellation, Is.EqualTo(Cancellations.Requested));

        await harness.Deliver(Say.Refunded(order));
        await harness.Deliver(Say.Released(order));

        Assert.That(harness.Produced<OrderCancelled>(), Is.EqualTo(
            new[] { new OrderCancelled(order, "cancelled_by_customer", "changed my mind") }));
        seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelled));
        Assert.That(seen.Cancellation, Is.EqualTo(Cancellations.Done));
    }

    [TestCase("released first")]
    [TestCase("refunded first")]
    public async Task It_ends_with_the_second_undo_and_not_before(string order)
    {
        await using var harness = await OrderTestHarness.Start();
        var id = await harness.Accept();
        await harness.Cancel(id);
        object[] answers = [Say.Released(id), Say.Refunded(id)];
        if (order == "refunded first")
            Array.Reverse(answers);

        await harness.Deliver(answers[0]);
        Assert.That((await harness.Order(id)).Status, Is.EqualTo(OrderStatuses.Cancelling));
        Assert.That(harness.Deadlines.Single().Name, Is.EqualTo("undo"));

        await harness.Deliver(answers[1]);
        Assert.That((await harness.Order(id)).Status, Is.EqualTo(OrderStatuses.Cancelled));
        Assert.That(harness.Deadlines, Is.Empty);
    }

    [Test]
    public async Task Without_a_reason_there_is_no_detail()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Cancel(order);

        Assert.That((await harness.Order(order)).Detail, Is.Null);
    }

    [Test]
    public async Task While_it_is_undone_a_cancellation_changes_nothing()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Rejected(order));
        var produced = harness.Outbox.Count;
        var deadlines = harness.Deadlines;

        await harness.Cancel(order, "changed my mind");

        Assert.That(harness.ProducedSince(produced), Is.All.InstanceOf<OrderCancellationRequested>());
        Assert.That(harness.Deadlines, Is.EqualTo(deadlines));
        var seen = await harness.Order(order);
        Assert.That(seen.Reason, Is.EqualTo(CancelReasons.OutOfStock), "what began the undo stays the reason");
        Assert.That(seen.Detail, Is.EqualTo("WIDGET: 2 ordered, 1 available"));
        Assert.That(seen.Cancellation, Is.EqualTo(Cancellations.Requested));

        await harness.Deliver(Say.Refunded(order));

        Assert.That((await harness.Order(order)).Cancellation, Is.EqualTo(Cancellations.Done));
        Assert.That(harness.Produced<OrderCancelled>().Single().Reason, Is.EqualTo(CancelReasons.OutOfStock));
    }

    [Test]
    public async Task A_cancellation_that_is_read_after_the_confirmation_is_too_late()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.CancelUnread(order);

        await harness.Deliver(Say.Reserved(order));
        Assert.That((await harness.Order(order)).Cancellation, Is.EqualTo(Cancellations.TooLate));
        await harness.Deliver<OrderCancellationRequested>();

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Confirmed"));
        Assert.That(harness.Produced<RefundPayment>(), Is.Empty);
        Assert.That(harness.Deadlines, Is.Empty, "it has been answered and need not come again");
        Assert.That((await harness.Order(order)).Cancellation, Is.EqualTo(Cancellations.TooLate));
    }

    [Test]
    public async Task A_payment_under_way_while_it_is_cancelled_is_given_back()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Cancel(order);
        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Released(order));
        await harness.Deliver(Say.Refunded(order));

        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(1));
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(saga.CapturedMinor - saga.RefundedMinor, Is.Zero);
    }

    [Test]
    public async Task An_operator_can_cancel_it_too()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();

        await harness.Deliver(Say.Operator(order, OperatorActions.Cancel));

        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(1));
        Assert.That(harness.Produced<ReleaseStock>(), Has.Count.EqualTo(1));
        var seen = await harness.Order(order);
        Assert.That(seen.Reason, Is.EqualTo(CancelReasons.CancelledByOperator));
        Assert.That(seen.Detail, Is.EqualTo("alice: the customer called"));
        Assert.That(seen.Cancellation, Is.Null, "the customer has not asked for it");
    }
}
