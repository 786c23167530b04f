using Orders.Testing;
using Payments.Worker;

namespace Tests.Histories;

/// <summary>
/// Cards that nobody answers for are asked about again and again, ten seconds at a time. On a simulated installation,
/// whose clock is moved by hand.
/// </summary>
[Category("Unit")]
internal sealed class AGatewayThatAnswersSome
{
    [Test]
    public void Is_asked_at_once_for_an_order_however_many_others_it_does_not_answer()
    {
        using var orders = new OrderAtTheBank();
        var installation = orders.Installation;
        var atOnce = installation.Processes.OfType<SimulatedPayments>().Count() * new GatewayOptions().Concurrency;
        for (var order = 1; order < 3 * atOnce; order++)
            orders.Submit(order);

        // When each was asked for in vain, and is due again
        for (var round = 0; round < 10; round++)
        {
            orders.Run();
            installation.Clock.Advance(TimeSpan.FromSeconds(11));
        }

        orders.Run();
        Assert.That(
            installation.Payments.Texts("SELECT COUNT(*) || '' FROM payment_attempts WHERE tries > 0"),
            Is.EqualTo([$"{3 * atOnce}"]));
        var before = installation.Gateway.UnderWay;

        orders.Submit(3 * atOnce);
        orders.Run();

        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(before + 1));
    }
}
