using Orders.Testing;

namespace Tests.Histories;

/// <summary>
/// Histories of a simulated installation: the services' own parts on a database, a log, a bank and a clock in memory,
/// under every fault there is. <c>./dev simulate</c> runs as many as one likes.
/// </summary>
[Category("Faults")]
internal sealed class WhateverHappens
{
    private const int Orders = 30;
    private const int Histories = 60;

    [Test]
    public void Every_order_ends_and_the_books_balance()
    {
        var struck = new Dictionary<SimulatedFaults, int>();
        for (var number = 1; number <= Histories; number++)
        {
            var history = Simulation.Run(number, Orders);
            Assert.That(history.Failure, Is.Null, $"again: ./dev simulate --run {number} --orders {Orders}");
            foreach (var (_, fault) in history.Strikes)
                struck[fault] = struck.GetValueOrDefault(fault) + 1;
        }

        TestContext.Out.WriteLine(string.Join(", ", struck.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.That(Enum.GetValues<SimulatedFaults>().Except(struck.Keys), Is.Empty, "a fault that never struck");
    }

    [Test]
    public void The_same_number_is_the_same_history()
    {
        var first = Simulation.Run(7, Orders);

        var second = Simulation.Run(7, Orders);

        Assert.That(second.Strikes, Is.EqualTo(first.Strikes).And.Not.Empty);
        Assert.That((second.Steps, second.Records, second.End), Is.EqualTo((first.Steps, first.Records, first.End)));
    }

    [Test]
    public async Task The_verb_runs_the_history_of_a_number() =>
        Assert.That(await SimulateVerb.Run(["--run", "7", "--orders", "5"]), Is.Zero);

    [TestCase("--run")]
    [TestCase("--run", "-1")]
    [TestCase("--runs", "1")]
    [TestCase("--without", "1,x")]
    public async Task The_verb_takes_nothing_else(params string[] options) =>
        Assert.That(await SimulateVerb.Run(options), Is.EqualTo(2));

    /// <summary>What the ground takes back that it has promised, no order survives unseen.</summary>
    [TestCase(SimulatedLies.BankForgets, "M3")]
    [TestCase(SimulatedLies.CommitsVanish, "")]
    public void A_lie_is_found(object lie, string line)
    {
        var histories = Enumerable.Range(1, 10)
            .Select(number => Simulation.Run(number, Orders, lie: (SimulatedLies)lie));

        Assert.That(
            histories.Select(history => history.Failure).FirstOrDefault(failure => failure is not null),
            Does.Contain(line));
    }

    [Test]
    public void What_fails_is_told_with_the_faults_that_it_takes()
    {
        SimulatedHistory Run(int number, IReadOnlySet<int> without) =>
            Simulation.Run(number, 10, without, SimulatedLies.BankForgets);
        var failed = Enumerable.Range(1, 50).Select(number => Run(number, new HashSet<int>()))
            .First(history => history.Failure is not null);

        var shortest = failed.Shrink(without => Run(failed.Seed, without));

        Assert.That(shortest.Failure, Is.Not.Null);
        Assert.That(shortest.Strikes, Has.Count.LessThan(failed.Strikes.Count).Or.Count.EqualTo(1));
        Assert.That(Run(failed.Seed, shortest.Without).Strikes, Is.EqualTo(shortest.Strikes));
    }
}
