namespace Orders.Testing;

/// <content>What comes after the faults, and what has to hold then.</content>
internal sealed partial class Simulation
{
    private static readonly TimeSpan LongestCalm = TimeSpan.FromDays(3);

    /// <summary>No fault strikes any more: whatever can happen does, until nothing is left.</summary>
    private void RunCalmly()
    {
        chance.IsCalm = true;
        foreach (var dead in installation.Processes.Where(process => process.IsDead).ToList())
            installation.Restart(dead);
        var (since, pause) = (installation.Clock.GetUtcNow(), TimeSpan.FromSeconds(1));
        while (true)
        {
            if (steps++ > MostSteps)
                throw new InvalidOperationException("There is no end to it.");
            var hasMoved = false;
            foreach (var process in installation.Processes)
                hasMoved |= Turn(process);
            if (hasMoved)
            {
                pause = TimeSpan.FromSeconds(1);
                continue;
            }

            if (installation.Clock.GetUtcNow() - since > LongestCalm || HasEnded)
                return;
            installation.Clock.Advance(pause);
            pause = pause * 2 < TimeSpan.FromMinutes(30) ? pause * 2 : pause;
        }
    }

    private bool HasEnded => Number(installation.Orders, "deadlines") + Number(installation.Orders, "outbox")
        + Number(installation.Payments, "outbox") + Number(installation.Inventory, "outbox")
        + Number(installation.Payments, "payment_attempts WHERE due_at IS NOT NULL") == 0;

    private static long Number(SimulatedDatabase database, string from) =>
        database.Number($"SELECT COUNT(*) FROM {from}");

    /// <summary>Whatever the bank is asked it does. Answers whether there was anything to do.</summary>
    private bool Turn(SimulatedProcess process)
    {
        var hasMoved = process.Turn(chance.Random);
        while (installation.Gateway.UnderWay > 0)
        {
            installation.Gateway.Answer(chance.Random, refusesRefunds: false);
            hasMoved = true;
        }

        return hasMoved;
    }

    private string? Check()
    {
        var broken = BookCheck.Now(installation.Books).Where(finding => finding.Broken.Count > 0)
            .Select(finding => $"{finding.Name} {finding.Text}: {string.Join("; ", finding.Broken.Take(3))}").ToList();
        var there = Number(installation.Orders, "orders");
        if (there != customers.Count)
            broken.Add($"{customers.Count} customers have {there} orders");
        foreach (var database in new[] { installation.Orders, installation.Payments, installation.Inventory })
            broken.AddRange(database.Texts("SELECT message_type || ' is dead: ' || message FROM dead_letters LIMIT 3"));
        foreach (var customer in customers.Where(customer =>
            Number(installation.Orders, $"orders WHERE id = '{customer.Accepted}'") == 0))
            broken.Add($"order {customer.Accepted} was accepted and is not there");
        return broken.Count == 0 ? null : string.Join(Environment.NewLine, broken);
    }
}
