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
    private SimulatedInstallation installation = null!;

    [SetUp]
    public void Begin()
    {
        // In NUnit's own, whoever is waited for would go on later and elsewhere.
        SynchronizationContext.SetSynchronizationContext(null);
        var chance = new Chance(1, new HashSet<int>()) { IsCalm = true };
        installation = new SimulatedInstallation(chance, SimulatedLies.None);
        new SimulatedCustomer(0, installation, chance).Submit(installation.Processes.OfType<SimulatedApi>().First());
        Run();
        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(1), "it is asked");
    }

    public void Dispose() => installation.Dispose();

    private static IEnumerable<GatewayAnswer> WrongAnswers =>
    [
        new GatewayAnswer.MoneyTaken(1, "EUR"), new GatewayAnswer.MoneyTaken(100, "USD"),
        new GatewayAnswer.MoneyReturned(100, "EUR"), new GatewayAnswer.RefundRefused("no", "no"),
    ];

    [TestCaseSource(nameof(WrongAnswers))]
    public void Is_asked_again_where_it_answers_something_else(object answer)
    {
        installation.Gateway.Reply((GatewayAnswer)answer);
        Run();
        Assert.That(Attempt(), Does.StartWith("unknown: asked for a charge of"));

        installation.Clock.Advance(TimeSpan.FromSeconds(1));
        Run();
        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(1), "it is asked again");
    }

    [Test]
    public void Is_not_waited_for_longer_than_10_s()
    {
        installation.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Run();
        Assert.That(Attempt(), Is.EqualTo("asked: "));

        installation.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Run();
        Assert.That(Attempt(), Is.EqualTo("unknown: no answer within 10 s"));
    }

    private string Attempt() => installation.Payments.Texts(
        "SELECT state || ': ' || COALESCE(last_error, '') FROM payment_attempts").Single();

    /// <summary>All that can happen does, but for what the bank is asked.</summary>
    private void Run()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            foreach (var process in installation.Processes)
                process.Turn(new Random(turn));
        }
    }
}
