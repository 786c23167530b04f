using Contracts;
using Messaging;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

[Category("Unit")]
public class EverythingAtOnce
{
    [Test, Repeat(5)]
    public async Task One_of_answer_deadline_customer_and_operator_wins_and_the_others_decide_anew()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        await harness.Deliver(Say.Reserved(order));
        await harness.CancelUnread(order);
        var cancellation = harness.Outbox[^1];
        var answers = Enumerable.Range(0, 4).Select(_ => harness.RecordOf(Say.Paid(order))).ToList();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        var deadline = Task.Run(harness.FireDue);
        await Task.WhenAll(Enumerable.Range(0, 63).Select(number => Task.Run(() => (number % 3) switch
        {
            0 => harness.Deliver(answers[number % 4]),
            1 => harness.Deliver(cancellation),
            _ => harness.Deliver(Say.Operator(order, OperatorActions.Cancel)),
        })));
        await deadline;

        var saga = (await harness.State(order))!;
        var ends = harness.Produced<OrderConfirmed>().Count + harness.Produced<RefundPayment>().Count;
        Assert.That(saga.CurrentState, Is.EqualTo("Confirmed").Or.EqualTo("Undoing"));
        Assert.That(ends, Is.EqualTo(1));
        Assert.That(harness.Deadlines, Has.Count.EqualTo(saga.CurrentState == "Undoing" ? 1 : 0));
        var steps = (await harness.History(order)).Where(row => row.Direction != Directions.Out).ToList();
        Assert.That(steps.Select(row => row.Version), Is.EqualTo(Enumerable.Range(1, steps.Count)));
        Assert.That((await harness.Order(order)).Version, Is.EqualTo(steps.Count));
        Assert.That((await harness.Order(order)).Cancellation,
            Is.EqualTo(saga.CurrentState == "Confirmed" ? Cancellations.TooLate : Cancellations.Requested));
    }
}
