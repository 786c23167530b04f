using Contracts;
using Microsoft.EntityFrameworkCore;
using Orders.Data;
using Orders.Testing;

namespace Tests.Saga;

/// <summary>A clock that was ahead by a day has said until when an order waits.</summary>
[Category("Unit")]
internal sealed class AWaitOfAWrongTime
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    [Test]
    public async Task Is_as_long_as_anybody_waits_once_an_operator_asks_again()
    {
        await using var harness = await OrderTestHarness.Start();
        var order = await harness.Accept();
        var ahead = harness.Clock.GetUtcNow().UtcDateTime.AddDays(1);
        await using (var context = harness.Database.OpenContext(null))
            await context.Set<OrderState>().ExecuteUpdateAsync(set => set.SetProperty(saga => saga.DueAt, ahead));

        await harness.Deliver(Say.Operator(order, OperatorActions.Retry));

        Assert.That(harness.Deadlines, Is.EqualTo(new[] { new StandingDeadline("step", Longest, 1) }));
    }
}
