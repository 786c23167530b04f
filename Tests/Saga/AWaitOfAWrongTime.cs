using Contracts;
using Microsoft.EntityFrameworkCore;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>A clock that was ahead by a day has said since when an order waits, and until when.</summary>
[Category("Unit")]
internal sealed class AWaitOfAWrongTime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Is_as_long_as_anybody_waits_once_an_operator_asks_again()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await BegunAhead(harness);

        await harness.Deliver(Say.Operator(order, OperatorActions.Retry));

        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("step", 15 * Minute, 1) }));
    }

    [Test]
    public async Task Begins_anew_when_it_falls_due_and_is_given_up_as_any_other()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await BegunAhead(harness);

        await harness.Advance(15 * Minute);
        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("AwaitingPaymentAndStock"));
        await harness.Advance(Minute);

        Assert.That((await harness.State(order))!.CurrentState, Is.EqualTo("Undoing"));
        Assert.That(harness.Produced<ProcessPayment>(), Has.Count.EqualTo(5), "asked, when it was due, 3 times after");
    }

    /// <summary>Its deadline is due in a minute: the poller sees to that when the clock is set back.</summary>
    private static async Task<Guid> BegunAhead(OrderTestHarness harness)
    {
        var order = await harness.Accept();
        var ahead = harness.Clock.GetUtcNow().UtcDateTime.AddDays(1);
        await using var context = harness.Database.OpenContext(null);
        await context.Set<OrderState>().ExecuteUpdateAsync(set => set
            .SetProperty(saga => saga.AskedSince, ahead)
            .SetProperty(saga => saga.DueAt, ahead + Minute));
        return order;
    }
}
