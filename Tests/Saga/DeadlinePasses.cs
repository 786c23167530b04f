using Contracts;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class DeadlinePasses
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Both_steps_are_asked_for_again_after_1_and_3_and_7_minutes()
    {
        await using var harness = await OrderTestHarness.Start();
        await harness.Accept();

        var asked = await MinutesOf(harness, 14, nameof(ProcessPayment), nameof(ReserveStock));

        Assert.That(asked[nameof(ProcessPayment)], Is.EqualTo(new[] { 1, 3, 7 }));
        Assert.That(asked[nameof(ReserveStock)], Is.EqualTo(new[] { 1, 3, 7 }));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("step", Minute, 4) }));
    }

    [Test]
    public async Task A_payment_that_was_answered_is_not_asked_for_again()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));

        var asked = await MinutesOf(harness, 14, nameof(ProcessPayment), nameof(ReserveStock));

        Assert.That(asked[nameof(ProcessPayment)], Is.Empty);
        Assert.That(asked[nameof(ReserveStock)], Is.EqualTo(new[] { 1, 3, 7 }));
    }

    [Test]
    public async Task A_reservation_that_was_answered_is_not_asked_for_again()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Advance(2 * Minute);
        await harness.Deliver(Say.Reserved(order));

        var asked = await MinutesOf(harness, 12, nameof(ProcessPayment), nameof(ReserveStock));

        Assert.That(asked[nameof(ProcessPayment)], Is.EqualTo(new[] { 1, 5 }), "an answer moves no deadline");
        Assert.That(asked[nameof(ReserveStock)], Is.Empty);
    }

    [Test]
    public async Task What_is_asked_again_is_a_new_message_with_the_same_content()
    {
        await using var harness = await OrderTestHarness.Start();
        await harness.Accept();

        await harness.Advance(Minute);

        var payments = harness.Outbox.Where(record => record.TypeName == "payments.process_payment.v1").ToList();
        Assert.That(payments, Has.Count.EqualTo(2));
        Assert.That(payments[1].Value, Is.EqualTo(payments[0].Value));
        Assert.That(payments[1].Id, Is.Not.EqualTo(payments[0].Id));
        var reservations = harness.Outbox.Where(record => record.TypeName == "inventory.reserve_stock.v1").ToList();
        Assert.That(reservations[1].Value, Is.EqualTo(reservations[0].Value));
        Assert.That(reservations[1].Id, Is.Not.EqualTo(reservations[0].Id));
    }

    [TestCase(false, false, "no answer from payment and stock")]
    [TestCase(true, false, "no answer from stock")]
    [TestCase(false, true, "no answer from payment")]
    public async Task After_15_minutes_the_undo_begins(bool isPaid, bool isReserved, string detail)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        if (isPaid)
            await harness.Deliver(Say.Paid(order));
        if (isReserved)
            await harness.Deliver(Say.Reserved(order));
        await harness.Advance(15 * Minute - TimeSpan.FromSeconds(1));
        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Processing));
        var before = harness.Outbox.Count;

        await harness.Advance(TimeSpan.FromSeconds(1));

        Assert.That(harness.ProducedSince(before), Is.EqualTo(
            new object[] { new RefundPayment(order, "timed_out"), new ReleaseStock(order, "timed_out") }));
        var seen = await harness.Order(order);
        Assert.That(seen.Status, Is.EqualTo(OrderStatuses.Cancelling));
        Assert.That(seen.Reason, Is.EqualTo(CancelReasons.TimedOut));
        Assert.That(seen.Detail, Is.EqualTo(detail));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("undo", Minute, 1) }));
    }

    [Test]
    public async Task An_answer_within_the_15_minutes_is_in_time()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Paid(order));
        await harness.Advance(15 * Minute - TimeSpan.FromSeconds(1));

        await harness.Deliver(Say.Reserved(order));
        await harness.Advance(TimeSpan.FromHours(1));

        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Confirmed));
    }

    [Test]
    public async Task A_payment_answered_after_the_undo_began_is_given_back()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Advance(15 * Minute);

        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Reserved(order));
        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Cancelling));
        await harness.Deliver(Say.Refunded(order));
        await harness.Deliver(Say.Released(order));

        Assert.That(harness.Produced<OrderConfirmed>(), Is.Empty);
        Assert.That(harness.Produced<OrderCancelled>(), Is.EqualTo(
            new[] { new OrderCancelled(order, "timed_out", "no answer from payment and stock") }));
        var saga = (await harness.State(order))!;
        Assert.That((saga.CapturedMinor, saga.RefundedMinor), Is.EqualTo((2500L, 2500L)));
    }

    [Test]
    public async Task Giving_up_30_seconds_late_is_giving_up_in_time()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Advance(7 * Minute);
        harness.Clock.Advance(8 * Minute + TimeSpan.FromSeconds(30));

        await harness.FireDue();

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));
    }

    [Test]
    public async Task Giving_up_later_than_that_asks_once_more_instead()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));
        await harness.Advance(7 * Minute);
        harness.Clock.Advance(8 * Minute + TimeSpan.FromSeconds(31));
        var before = harness.Outbox.Count;

        await harness.FireDue();

        Assert.That(harness.ProducedSince(before), Is.EqualTo(harness.Produced<ProcessPayment>().Take(1)));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("AwaitingPayment"));
        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("step", Minute, 5) }));

        await harness.Advance(Minute);

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"), "this time it is in time");
    }

    [Test]
    public async Task An_outage_of_hours_cancels_nothing()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        for (var hour = 0; hour < 23; hour++)
        {
            harness.Clock.Advance(TimeSpan.FromHours(1));
            await harness.FireDue();
        }

        await harness.Deliver(Say.Paid(order));
        await harness.Deliver(Say.Reserved(order));

        Assert.That((await harness.Order(order)).Status, Is.EqualTo(OrderStatuses.Confirmed));
    }

    [Test]
    public async Task After_24_hours_it_gives_up_however_late_that_is()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        harness.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await harness.FireDue();
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("AwaitingPaymentAndStock"));
        harness.Clock.Advance(TimeSpan.FromHours(1));

        await harness.FireDue();

        Assert.That((await harness.Order(order)).Reason, Is.EqualTo(CancelReasons.TimedOut));
    }

    [TestCase(0)]
    [TestCase(30)]
    [TestCase(10 * 60)]
    [TestCase(14 * 60 + 59)]
    public async Task Where_the_records_are_lost_it_asks_at_once_and_cancels_nothing(int seconds)
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Advance(TimeSpan.FromSeconds(seconds));
        var before = harness.Outbox.Count;

        await harness.LoseRecords();

        Assert.That(harness.ProducedSince(before).Select(message => message.GetType()),
            Is.EqualTo(new[] { typeof(ProcessPayment), typeof(ReserveStock) }));
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("AwaitingPaymentAndStock"));
    }

    [Test]
    public async Task Records_that_are_lost_again_and_again_move_no_give_up()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        for (var minute = 0; minute < 14; minute++)
        {
            await harness.LoseRecords();
            await harness.Advance(Minute);
        }

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("AwaitingPaymentAndStock"));
        await harness.Advance(Minute);

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));
    }

    [Test]
    public async Task How_long_is_waited_can_be_set()
    {
        await using var harness = await OrderTestHarness.Start(patience =>
        {
            patience.AskAgainAfter = [2 * Minute, 5 * Minute];
            patience.GiveUpAfter = 6 * Minute;
        });
        await harness.Accept();

        var produced = await MinutesOf(harness, 6, nameof(ProcessPayment), nameof(RefundPayment));

        Assert.That(produced[nameof(ProcessPayment)], Is.EqualTo(new[] { 2, 5 }));
        Assert.That(produced[nameof(RefundPayment)], Is.EqualTo(new[] { 6 }));
    }

    [TestCase(3, 1)]
    [TestCase(1, 1)]
    [TestCase(0, 1)]
    public void What_would_ask_without_end_is_refused(int first, int second) =>
        Assert.That(
            () => OrderTestHarness.Start(patience => patience.AskAgainAfter = [first * Minute, second * Minute]),
            Throws.Exception.With.Message.Contains("AskAgainAfter must ascend"));

    /// <summary>In which of the next minutes messages were produced.</summary>
    private static async Task<Dictionary<string, List<int>>> MinutesOf(
        OrderTestHarness harness, int minutes, params string[] types)
    {
        var found = types.ToDictionary(type => type, _ => new List<int>());
        for (var minute = 1; minute <= minutes; minute++)
        {
            var before = harness.Outbox.Count;
            await harness.Advance(Minute);
            foreach (var message in harness.ProducedSince(before))
            {
                if (found.TryGetValue(message.GetType().Name, out var list))
                    list.Add(minute);
            }
        }

        return found;
    }

    [Test]
    public async Task All_that_it_causes_belongs_to_the_trace_of_the_order()
    {
        await using var harness = await OrderTestHarness.Start();
        await harness.Accept();

        await harness.Advance(TimeSpan.FromHours(1));

        var traces = harness.Outbox.Select(record => record.Headers.Text("traceparent")!.Split('-')[1]).ToList();
        Assert.That(traces, Has.Count.GreaterThan(6), "asked, asked again, and undone");
        Assert.That(traces.Distinct().Count(), Is.EqualTo(1));
    }
}
