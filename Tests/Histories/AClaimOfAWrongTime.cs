using Orders.Testing;

namespace Tests.Histories;

/// <summary>
/// An attempt at the bank that a clock which was ahead has claimed is free for whoever begins when it is right. On a
/// simulated installation.
/// </summary>
[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AClaimOfAWrongTime : IDisposable
{
    private SimulatedInstallation installation = null!;

    [SetUp]
    public void Given_an_attempt_under_way()
    {
        // In NUnit's own, whoever is waited for would go on later and elsewhere.
        SynchronizationContext.SetSynchronizationContext(null);
        var chance = new Chance(1, new HashSet<int>()) { IsCalm = true };
        installation = new SimulatedInstallation(chance, SimulatedLies.None);
        new SimulatedCustomer(0, installation, chance).Submit(installation.Processes.OfType<SimulatedApi>().First());
        Run();
        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(1), "it is asked");
    }

    [TestCase("claimed_until = '2026-01-02'", 2, TestName = "Is_free_where_it_waits")]
    [TestCase("due_at = '2026-01-02'", 2, TestName = "Is_due_where_it_waits")]
    [TestCase("claimed_until = '2026-01-01 12:01:00.000'", 1, TestName = "Is_another_matter_than_one_of_now")]
    [TestCase("claimed_until = '2026-01-02', due_at = NULL", 1, TestName = "Is_left_where_it_is_settled")]
    public void When_others_begin(string written, int calls)
    {
        installation.Payments.Execute($"UPDATE payment_attempts SET {written}");
        var before = Written();

        foreach (var process in installation.Processes.OfType<SimulatedPayments>().ToList())
        {
            installation.Kill(process);
            installation.Restart(process);
        }

        Run();
        Assert.That(installation.Gateway.UnderWay, Is.EqualTo(calls));
        Assert.That(Written() == before, Is.EqualTo(calls == 1), "written again");
    }

    public void Dispose() => installation.Dispose();

    private string Written() => installation.Payments.Texts(
        "SELECT claimed_until || ' ' || COALESCE(due_at, '') FROM payment_attempts").Single();

    private void Run()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            foreach (var process in installation.Processes)
                process.Turn(new Random(turn));
        }
    }
}
