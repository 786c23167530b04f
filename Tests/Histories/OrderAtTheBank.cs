using Orders.Testing;

namespace Tests.Histories;

/// <summary>
/// A simulated installation with one order, whose charge the bank was asked for. To be made by a set-up, on the thread
/// of the test.
/// </summary>
internal sealed class OrderAtTheBank : IDisposable
{
    public OrderAtTheBank()
    {
        // In NUnit's own, whoever is waited for would go on later and elsewhere.
        SynchronizationContext.SetSynchronizationContext(null);
        var chance = new Chance(1, new HashSet<int>()) { IsCalm = true };
        Installation = new SimulatedInstallation(chance, SimulatedLies.None);
        new SimulatedCustomer(0, Installation, chance).Submit(Installation.Processes.OfType<SimulatedApi>().First());
        Run();
        Assert.That(Installation.Gateway.UnderWay, Is.EqualTo(1), "it is asked");
    }

    public SimulatedInstallation Installation { get; }

    /// <summary>All that can happen does, but for what the bank is asked.</summary>
    public void Run()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            foreach (var process in Installation.Processes)
                process.Turn(new Random(turn));
        }
    }

    /// <summary>What the only attempt's row says.</summary>
    public string Attempt(string columns) =>
        Installation.Payments.Texts($"SELECT {columns} FROM payment_attempts").Single();

    public void Dispose() => Installation.Dispose();
}
