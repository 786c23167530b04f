using Contracts;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class UndoIsSlow
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_refused_refund_is_asked_for_again_at_growing_intervals()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await PaidAndRejected(harness);

        var asked = new List<int>();
        for (var minute = 0; minute < 30; minute++)
        {
            var before = harness.Produced<RefundPayment>().Count;
            await harness.Deliver(Say.RefundRefused(order));
            Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Cancelling));
            await harness.Advance(Minute);
            if (harness.Produced<RefundPayment>().Count > before)
                asked.Add(minute + 1);
        }

        Assert.That(asked, Is.EqualTo(new[] { 1, 3, 7, 14, 28 }));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
    }

    [Test]
    public async Task After_30_minutes_a_person_has_to_look_and_is_told_so_once()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await PaidAndRejected(harness);
        await harness.Deliver(Say.RefundRefused(order));
        await harness.Advance(30 * Minute - TimeSpan.FromSeconds(1));
        Assert.That(harness.Produced<OrderNeedsAttention>(), Is.Empty);

        await harness.Advance(TimeSpan.FromDays(3));

        Assert.That(harness.Produced<OrderNeedsAttention>(), Is.EqualTo(new[]
        {
            new OrderNeedsAttention(order, "payment", "declined: the account is closed", "EUR", 2500),
        }));
        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("NeedsAttention"));
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.RefundFailed));
        Assert.That(saga.LastFault, Is.EqualTo("declined: the account is closed"));
        Assert.That(harness.Deadlines, Is.Empty);
        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelling), "never cancelled with money kept");
        Assert.That(seen.EndedAt, Is.Null);
    }

    [Test]
    public async Task While_the_charge_is_unknown_so_is_what_is_owed()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Rejected(order));

        await harness.Advance(30 * Minute);

        Assert.That(harness.Produced<OrderNeedsAttention>(), Is.EqualTo(new[]
        {
            new OrderNeedsAttention(order, "payment", "no answer", "EUR", null),
        }));
    }

    [Test]
    public async Task A_failing_refund_does_not_keep_the_stock()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Cancel(order);
        await harness.Deliver(Say.RefundRefused(order));
        await harness.Deliver(Say.Released(order));
        var released = harness.Produced<ReleaseStock>().Count;

        await harness.Advance(30 * Minute);

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("NeedsAttention"));
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Released));
        Assert.That(harness.Produced<ReleaseStock>(), Has.Count.EqualTo(released), "it is not asked for again");
        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task A_failing_release_does_not_keep_the_money()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Cancel(order);
        await harness.Deliver(Say.RefundRefused(order));
        await harness.Deliver(Say.Refunded(order));

        await harness.Advance(30 * Minute);

        Assert.That(harness.Produced<OrderNeedsAttention>(), Is.EqualTo(new[]
        {
            new OrderNeedsAttention(order, "stock", "no answer", "EUR", 0),
        }), "what the refund had failed of is over");
        Assert.That((await harness.State(order))!.PaymentStatus, Is.EqualTo(PaymentStatuses.Refunded));
        Assert.That(harness.Produced<RefundPayment>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_late_answer_ends_it_without_anybody()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await PaidAndRejected(harness);
        await harness.Advance(TimeSpan.FromHours(5));

        await harness.Deliver(Say.Refunded(order));

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(harness.Produced<OrderCancelled>().Single().Reason, Is.EqualTo(CancelReasons.OutOfStock));
        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Cancelled));
    }

    [Test]
    public async Task Two_late_answers_end_it_with_the_second()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Cancel(order);
        await harness.Advance(30 * Minute);

        await harness.Deliver(Say.Released(order));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
        await harness.Deliver(Say.Refunded(order, 0));

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Cancelled"));
    }

    [Test]
    public async Task An_operators_retry_asks_again_and_waits_as_long_as_before()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await PaidAndRejected(harness);
        await harness.Advance(30 * Minute);
        var before = harness.Outbox.Count;

        await harness.Deliver(Say.Operator(order, OperatorActions.Retry));

        Assert.That(harness.ProducedSince(before), Is.EqualTo(new[] { new RefundPayment(order, "out_of_stock") }));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("undo", Minute, 1) }));

        await harness.Advance(30 * Minute);

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
        Assert.That(harness.Produced<OrderNeedsAttention>(), Has.Count.EqualTo(2), "another attempt, another alert");
    }

    [Test]
    public async Task A_payment_resolved_by_hand_is_never_refunded_again()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await PaidAndRejected(harness);
        await harness.Deliver(Say.RefundRefused(order));
        await harness.Advance(30 * Minute);
        var before = harness.Outbox.Count;

        await harness.Deliver(Say.Operator(order, OperatorActions.Resolve, Steps.Payment));
        await harness.Advance(Minute);

        Assert.That(harness.ProducedSince(before), Is.EqualTo(new[]
        {
            new WaiveRefund(order, "out_of_stock"), new WaiveRefund(order, "out_of_stock"),
        }), "the worker is told, and told again, until it says that it will not refund");
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));

        await harness.Deliver(Say.Waived(order));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((2500L, 0L)), "what the ledger has");
        Assert.That(saga.PaymentStatus, Is.EqualTo(PaymentStatuses.RefundFailed));
        Assert.That(harness.Deadlines, Is.Empty);
    }

    [TestCase(2500, 2500, PaymentStatuses.Refunded)]
    [TestCase(0, 0, PaymentStatuses.None)]
    public async Task What_the_worker_knows_better_than_the_operator_counts(long captured, long refunded, string status)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await PaidAndRejected(harness);
        await harness.Deliver(Say.Operator(order, OperatorActions.Resolve, Steps.Payment));

        await harness.Deliver(new RefundWaived(order, captured, refunded, "EUR"));

        var saga = (await harness.State(order))!;
        Assert.That(saga.PaymentStatus, Is.EqualTo(status));
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((captured, refunded)));
    }

    [Test]
    public async Task A_payment_resolved_by_hand_is_owed_no_more_while_the_stock_is_open()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Cancel(order);
        await harness.Deliver(Say.Operator(order, OperatorActions.Resolve, Steps.Payment));
        await harness.Deliver(Say.Waived(order));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));

        await harness.Advance(30 * Minute);

        var told = harness.Produced<OrderNeedsAttention>().Single();
        Assert.That((told.Step, told.OwedMinor), Is.EqualTo(("stock", (long?)0)));
    }

    [Test]
    public async Task Stock_resolved_by_hand_ends_it()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Declined(order));
        await harness.Advance(30 * Minute);
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));

        await harness.Deliver(Say.Operator(order, OperatorActions.Resolve, Steps.Stock));

        var saga = (await harness.State(order))!;
        Assert.That(saga.CurrentState, Is.EqualTo("Cancelled"));
        Assert.That(saga.StockStatus, Is.EqualTo(StockStatuses.Released));
        Assert.That(harness.Produced<OrderCancelled>().Single().Reason, Is.EqualTo(CancelReasons.PaymentFailed));
    }

    [Test]
    public async Task Stock_resolved_by_hand_leaves_the_refund_open()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Cancel(order);
        await harness.Advance(30 * Minute);

        await harness.Deliver(Say.Operator(order, OperatorActions.Resolve, Steps.Stock));

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("NeedsAttention"));
        Assert.That(harness.Produced<OrderCancelled>(), Is.Empty);
    }

    internal static async Task<Guid> PaidAndRejected(OrderTestHarness harness)
    {
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Rejected(order));
        return order;
    }
}
