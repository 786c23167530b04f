namespace Orders.Testing;

/// <summary>The faults that a simulation knows.</summary>
internal enum SimulatedFaults
{
    /// <summary>A process dies between two steps.</summary>
    Killed,

    /// <summary>A process dies in the midst of a commit.</summary>
    KilledInCommit,

    /// <summary>The answer to a commit is lost, or the request for it.</summary>
    CommitUnanswered,

    /// <summary>A producer breaks; what it had under way has arrived or not.</summary>
    ProducerBroken,

    /// <summary>A record is there once more.</summary>
    RecordDoubled,

    /// <summary>A record was acked and is lost.</summary>
    RecordLost,

    /// <summary>All records, topics and offsets are lost.</summary>
    LogWiped,

    /// <summary>Partitions change their readers; what those have begun is abandoned.</summary>
    Rebalanced,

    /// <summary>A group begins at the earliest record again.</summary>
    OffsetsLost,

    /// <summary>The bank does what it is asked for, and nobody hears of it.</summary>
    AnswerLost,

    /// <summary>The bank never hears of it.</summary>
    CallLost,

    /// <summary>Nothing happens for minutes or hours.</summary>
    TimePassed,

    /// <summary>The bank does not give money back.</summary>
    RefundRefused,
}

/// <summary>
/// Decides by a number: what happens next, and which faults strike. The same number decides the same way, and single
/// faults can be left out of it.
/// </summary>
internal sealed class Chance(int seed, IReadOnlySet<int> without)
{
    private readonly Random random = new(seed);
    private int drawn;

    /// <summary>For choices that are none of faults.</summary>
    public Random Random => random;

    /// <summary>No fault strikes any more.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Which faults have struck, in sequence, by their numbers.</summary>
    public List<(int Number, SimulatedFaults Fault)> Strikes { get; } = [];

    public int Below(int limit) => random.Next(limit);

    public T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>Whether a fault strikes now, which it does once in so many times.</summary>
    public bool Strikes1In(int times, SimulatedFaults fault)
    {
        if (IsCalm || random.Next(times) > 0 || without.Contains(drawn++))
            return false;
        Strikes.Add((drawn - 1, fault));
        return true;
    }
}
