using Orders.Testing;

namespace Tests.Histories;

/// <summary>
/// A simulated installation with one order, whose charge the bank was asked for. To be made by a set-up, on the thread
/// of the test.
/// </summary>
internal sealed class OrderAtTheBank : IDisposable
{
    private readonly Chance chance = new(1, new HashSet<int>()) { IsCalm = true };

    public OrderAtTheBank()
    {
        // In NUnit's own, whoever is waited for would go on later and elsewhere.
        SynchronizationContext.SetSynchronizationContext(null);
        Installation = new SimulatedInstallation(chance, SimulatedLies.None);
        Submit(0);
        Run();
        Assert.That(Installation.Gateway.UnderWay, Is.EqualTo(1), "it is asked");
    }

    public SimulatedInstallation Installation { get; }

    /// <summary>Another order, under a number of its own.</summary>
    public void Submit(int number) => new SimulatedCustomer(number, Installation, chance)
        .Submit(Installation.Processes.OfType<SimulatedApi>().First());

    /// <summary>All that can happen does, but for what the bank is asked.</summary>
    public void Run()
    {
        var random = new Random(1);
        bool hasMoved;
        do
        {
            hasMoved = false;
            foreach (var process in Installation.Processes)
                hasMoved |= process.Turn(random);
        }
        while (hasMoved);
    }

    /// <summary>What the only attempt's row says.</summary>
    public string Attempt(string columns) =>
        Installation.Payments.Texts($"SELECT {columns} FROM payment_attempts").Single();

    public void Dispose() => Installation.Dispose();
}
