using Messaging;

namespace Orders.Testing;

/// <summary>
/// The producer of one process: what is given to it stays under way until the simulation lets it arrive, in sequence
/// per partition, or lets the producer break.
/// </summary>
internal sealed class SimulatedProducer(SimulatedLog log) : IRecordSender
{
    private const int Room = 200;
    private readonly List<Flying> flying = [];
    private bool isBroken;

    public int Generation { get; private set; }

    public int UnderWay => flying.Count;

    public bool IsBroken(int generation) => isBroken || generation != Generation;

    public bool TrySend(int generation, OutgoingMessage message, Action<FlightState, string?> report)
    {
        if (generation != Generation || isBroken || flying.Count >= Room)
            return false;
        flying.Add(new Flying(message, report));
        return true;
    }

    public int Renew(int generation)
    {
        if (generation == Generation)
        {
            flying.Clear();
            isBroken = false;
            Generation++;
        }

        return Generation;
    }

    /// <summary>The oldest of some partition arrives, and its ack is heard.</summary>
    public void Land(Random random)
    {
        var next = TakeNext(random);
        log.Append(next.Message);
        next.Report(FlightState.Arrived, null);
    }

    /// <summary>
    /// The connection breaks: some have arrived, and nobody hears of it. What is under way is sent again by the next
    /// producer, if the process lives to have one.
    /// </summary>
    public void Break(Random random)
    {
        for (var arrived = random.Next(flying.Count + 1); arrived > 0; arrived--)
            log.Append(TakeNext(random).Message);
        flying.Clear();
        isBroken = true;
    }

    private Flying TakeNext(Random random)
    {
        var chosen = flying[random.Next(flying.Count)];
        var oldest = flying.First(other => IsSamePartition(other.Message, chosen.Message));
        flying.Remove(oldest);
        return oldest;
    }

    private static bool IsSamePartition(OutgoingMessage one, OutgoingMessage other) =>
        one.Topic == other.Topic && SimulatedLog.PartitionOf(one) == SimulatedLog.PartitionOf(other);

    private sealed record Flying(OutgoingMessage Message, Action<FlightState, string?> Report);
}
