using Messaging;

namespace Orders.Testing;

/// <summary>
/// One history of a simulated installation: orders come in while processes die, records are lost and doubled, commits
/// go unanswered and time passes; then all is calm, and every order has to end with its books in balance.
/// </summary>
internal sealed partial class Simulation : IDisposable
{
    private const int MostSteps = 200_000;

    /// <summary>Steps for each order when all are accepted, so that faults meet orders at every age.</summary>
    private const int StepsAfter = 40;

    private readonly Chance chance;
    private readonly SimulatedInstallation installation;
    private readonly List<SimulatedCustomer> customers = [];
    private readonly int orders;
    private int steps;

    private Simulation(int seed, int orders, IReadOnlySet<int> without, SimulatedLies lie)
    {
        Ids.DrawFrom(new Random(seed));
        chance = new Chance(seed, without);
        installation = new SimulatedInstallation(chance, lie);
        this.orders = orders;
    }

    /// <summary>Runs the history of a number.</summary>
    /// <param name="seed">The number.</param>
    /// <param name="orders">How many orders come in.</param>
    /// <param name="without">Faults that are left out, by their numbers.</param>
    /// <param name="lie">What the installation stands on breaks its promise, to see that it is found.</param>
    public static SimulatedHistory Run(
        int seed, int orders, IReadOnlySet<int>? without = null, SimulatedLies lie = SimulatedLies.None)
    {
        // A thread without a context or a scheduler, so that whoever is waited for goes on at once and in place.
        SimulatedHistory? history = null;
        var thread = new Thread(() => history = RunHere(seed, orders, without, lie));
        thread.Start();
        thread.Join();
        return history!;
    }

    private static SimulatedHistory RunHere(
        int seed, int orders, IReadOnlySet<int>? without, SimulatedLies lie)
    {
        using var simulation = new Simulation(seed, orders, without ?? new HashSet<int>(), lie);
        string? failure = null;
        try
        {
            simulation.RunUnderFaults();
            simulation.RunCalmly();
            failure = simulation.Check();
        }
        catch (Exception exception)
        {
            failure = exception.ToString();
        }

        return new SimulatedHistory(
            seed, failure, simulation.steps, simulation.installation.Log.Written,
            simulation.installation.Clock.GetUtcNow(), simulation.chance.Strikes);
    }

    public void Dispose() => installation.Dispose();

    private IEnumerable<T> Living<T>()
        where T : SimulatedProcess => installation.Processes.OfType<T>().Where(process => !process.IsDead);

    private void RunUnderFaults()
    {
        var after = 0;
        while (customers.Count < orders || customers.Exists(customer => customer.Accepted is null)
            || after++ < orders * StepsAfter)
        {
            if (steps++ > MostSteps)
                throw new InvalidOperationException("There is no end to it.");
            installation.Clock.Advance(TimeSpan.FromMilliseconds(chance.Below(20)));
            Strike();
            Step();
            BuryTheDead();
        }
    }

    private void Strike()
    {
        if (chance.Strikes1In(400, SimulatedFaults.Killed)
            && chance.Of(installation.Processes) is { IsDead: false } process)
            installation.Kill(process);
        if (chance.Strikes1In(400, SimulatedFaults.Rebalanced))
            installation.Rebalance();
        if (chance.Strikes1In(3_000, SimulatedFaults.LogWiped))
            installation.WipeLog();
        if (chance.Strikes1In(2_000, SimulatedFaults.OffsetsLost))
            installation.LoseOffsets();
        if (chance.Strikes1In(500, SimulatedFaults.TimePassed))
            installation.Clock.Advance(TimeSpan.FromSeconds(Math.Pow(2, chance.Below(16))));
        if (installation.Processes.FirstOrDefault(other => other.IsDead) is { } dead && chance.Below(30) == 0)
            installation.Restart(dead);
    }

    /// <summary>Somebody does something.</summary>
    private void Step()
    {
        var process = chance.Of(installation.Processes);
        if (process.IsDead)
            return;
        switch (chance.Below(8))
        {
            case 0:
                process.Commit();
                break;
            case 1 when process.HasQueued:
                process.Commit();
                break;
            case 2:
                process.Send();
                break;
            case 3:
                Land(process);
                break;
            case 4 or 5:
                Read(process);
                break;
            case 6:
                Poll(process);
                break;
            default:
                Visit();
                break;
        }
    }

    private void Land(SimulatedProcess process)
    {
        if (process.Producer.UnderWay == 0)
            return;
        if (chance.Strikes1In(60, SimulatedFaults.ProducerBroken))
            process.Producer.Break(chance.Random);
        else
            process.Producer.Land(chance.Random);
    }

    private void Read(SimulatedProcess process)
    {
        if (process.Readers.Count == 0)
            return;
        var reader = chance.Of(process.Readers);
        if (chance.Below(4) == 0)
            reader.CommitOffset();
        if (!reader.HasUnread)
            return;
        if (chance.Strikes1In(100, SimulatedFaults.RecordLost))
            reader.Lose();
        else if (chance.Strikes1In(60, SimulatedFaults.RecordDoubled))
            reader.Double();
        else
            reader.Read();
    }

    private void Poll(SimulatedProcess process)
    {
        if (process is not SimulatedPayments || chance.Below(4) == 0)
            process.Poll();
        process.Call();
        Bank();
    }

    private void Bank()
    {
        if (installation.Gateway.UnderWay == 0)
            return;
        var refuses = chance.Strikes1In(20, SimulatedFaults.RefundRefused);
        if (chance.Strikes1In(12, SimulatedFaults.AnswerLost))
            installation.Gateway.LoseAnswer(chance.Random, refuses);
        else if (chance.Strikes1In(12, SimulatedFaults.CallLost))
            installation.Gateway.LoseCall(chance.Random);
        else if (chance.Below(2) == 0)
            installation.Gateway.Answer(chance.Random, refuses);
    }

    /// <summary>A customer comes, comes again, or has second thoughts.</summary>
    private void Visit()
    {
        if (Living<SimulatedApi>().ToList() is not { Count: > 0 } apis)
            return;
        if (customers.Count < orders && chance.Below(3) == 0)
            customers.Add(new SimulatedCustomer(customers.Count, installation, chance));
        if (customers.Count == 0)
            return;
        var customer = chance.Of(customers);
        if (customer.Accepted is null && !customer.IsWaiting)
            customer.Submit(chance.Of(apis));
        else if (customer.Accepted is not null && chance.Below(20) == 0)
            customer.Cancel(chance.Of(apis));
    }

    private void BuryTheDead()
    {
        foreach (var process in installation.Processes)
        {
            if (process.IsDead && (process.Readers.Count > 0 || process.Producer.UnderWay > 0))
                installation.Bury(process);
        }
    }
}
