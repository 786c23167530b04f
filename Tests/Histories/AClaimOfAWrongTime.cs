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
    private OrderAtTheBank order = null!;

    private SimulatedInstallation Installation => order.Installation;

    [SetUp]
    public void Given_an_attempt_under_way() => order = new OrderAtTheBank();

    [TestCase("claimed_until = '2026-01-02'", 2, TestName = "Is_free_where_it_waits")]
    [TestCase("due_at = '2026-01-02'", 2, TestName = "Is_due_where_it_waits")]
    [TestCase("claimed_until = '2026-01-01 12:01:00.000'", 1, TestName = "Is_another_matter_than_one_of_now")]
    [TestCase("claimed_until = '2026-01-02', due_at = NULL", 1, TestName = "Is_left_where_it_is_settled")]
    public void When_others_begin(string written, int calls)
    {
        Installation.Payments.Execute($"UPDATE payment_attempts SET {written}");
        var before = Written();

        foreach (var process in Installation.Processes.OfType<SimulatedPayments>().ToList())
        {
            Installation.Kill(process);
            Installation.Restart(process);
        }

        order.Run();
        Assert.That(Installation.Gateway.UnderWay, Is.EqualTo(calls));
        Assert.That(Written() == before, Is.EqualTo(calls == 1), "written again");
    }

    public void Dispose() => order.Dispose();

    private string Written() => order.Attempt("claimed_until || ' ' || COALESCE(due_at, '')");
}
