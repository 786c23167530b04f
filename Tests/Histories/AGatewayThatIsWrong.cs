using Orders.Testing;
using Payments.Worker;

namespace Tests.Histories;

/// <summary>
/// What a gateway answers settles an attempt only if it is the answer to what was asked; no answer settles none. On a
/// simulated installation, whose clock is moved by hand.
/// </summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AGatewayThatIsWrong : IDisposable
{
    private OrderAtTheBank order = null!;

    private SimulatedInstallation Installation => order.Installation;

    [SetUp]
    public void Given_a_charge_that_was_asked_for() => order = new OrderAtTheBank();

    public void Dispose() => order.Dispose();

    private static IEnumerable<GatewayAnswer> WrongAnswers =>
    [
        new GatewayAnswer.MoneyTaken(1, "EUR"), new GatewayAnswer.MoneyTaken(100, "USD"),
        new GatewayAnswer.MoneyReturned(100, "EUR"), new GatewayAnswer.RefundRefused("no", "no"),
    ];

    [TestCaseSource(nameof(WrongAnswers))]
    public void Is_asked_again_where_it_answers_something_else(object answer)
    {
        Installation.Gateway.Reply((GatewayAnswer)answer);
        order.Run();
        Assert.That(Attempt(), Does.StartWith("unknown: asked for a charge of"));

        Installation.Clock.Advance(TimeSpan.FromSeconds(1));
        order.Run();
        Assert.That(Installation.Gateway.UnderWay, Is.EqualTo(1), "it is asked again");
    }

    [Test]
    public void Is_not_waited_for_longer_than_10_s()
    {
        Installation.Clock.Advance(TimeSpan.FromSeconds(9.9));
        order.Run();
        Assert.That(Attempt(), Is.EqualTo("asked: "));

        Installation.Clock.Advance(TimeSpan.FromSeconds(0.2));
        order.Run();
        Assert.That(Attempt(), Is.EqualTo("unknown: no answer within 10 s"));
    }

    private string Attempt() => order.Attempt("state || ': ' || COALESCE(last_error, '')");
}
