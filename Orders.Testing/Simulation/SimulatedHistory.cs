namespace Orders.Testing;

/// <summary>What came of a history.</summary>
/// <param name="Seed">Its number.</param>
/// <param name="Failure">What does not hold; null where all does.</param>
/// <param name="Steps">How many steps it took.</param>
/// <param name="Records">How many records were written.</param>
/// <param name="End">When it ended, by its own clock.</param>
/// <param name="Strikes">The faults that struck, by their numbers.</param>
internal sealed record SimulatedHistory(
    int Seed, string? Failure, int Steps, int Records, DateTimeOffset End,
    IReadOnlyList<(int Number, SimulatedFaults Fault)> Strikes)
{
    /// <summary>
    /// Leaves out one fault after the other for as long as it still fails. What is left is what it takes, or close to
    /// it: without a fault all that comes after it is another history.
    /// </summary>
    /// <param name="run">Runs the history of the same number without some faults.</param>
    public SimulatedHistory Shrink(Func<IReadOnlySet<int>, SimulatedHistory> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (shortest, without) = (this, new HashSet<int>());
        var hasShrunk = true;
        while (hasShrunk)
        {
            hasShrunk = false;
            foreach (var (number, _) in shortest.Strikes.Reverse())
            {
                var shorter = run(new HashSet<int>(without) { number });
                if (shorter.Failure is null || shorter.Strikes.Count >= shortest.Strikes.Count)
                    continue;
                (shortest, hasShrunk) = (shorter, true);
                without.Add(number);
                break;
            }
        }

        return shortest with { Without = without };
    }

    /// <summary>The faults that were left out.</summary>
    public IReadOnlySet<int> Without { get; private init; } = new HashSet<int>();
}

/// <summary>Promises that the ground breaks on which an installation stands. No software could bear it.</summary>
internal enum SimulatedLies
{
    None,

    /// <summary>The bank forgets under which keys it has moved money.</summary>
    BankForgets,

    /// <summary>A database says of some commits that they are in, and they are not.</summary>
    CommitsVanish,
}
