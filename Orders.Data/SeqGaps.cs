namespace Orders.Data;

/// <summary>
/// Numbers that were passed over because there was no row with them: whoever took them has not committed yet, or never
/// will. They are asked for again until their time is over.
/// </summary>
/// <param name="rememberFor">Their time. A transaction that takes longer is not waited for.</param>
internal sealed class SeqGaps(TimeSpan rememberFor)
{
    /// <summary>
    /// One statement asks for all. Beyond this the oldest are forgotten, which are the likeliest never to come.
    /// </summary>
    internal const int Most = 1_000;

    private readonly List<Gap> gaps = [];

    /// <summary>What is missing, in ascending order.</summary>
    public IReadOnlyList<SeqRange> Ranges => gaps.ConvertAll(gap => gap.Range);

    /// <summary>Notices what is missing among numbers that were read.</summary>
    /// <param name="after">Up to where was read before.</param>
    /// <param name="numbers">What was read, in ascending order.</param>
    /// <param name="now">The time since some moment, the same for all calls.</param>
    public void Pass(long after, IEnumerable<long> numbers, TimeSpan now)
    {
        foreach (var number in numbers)
        {
            if (number > after + 1)
                gaps.Add(new Gap(new SeqRange(after + 1, number - 1), now));
            after = number;
        }

        if (gaps.Count > Most)
            gaps.RemoveRange(0, gaps.Count - Most);
    }

    /// <summary>A number has come late. Answers false where it was not missing.</summary>
    public bool Take(long number)
    {
        var index = gaps.FindIndex(gap => gap.Range.First <= number && number <= gap.Range.Last);
        if (index < 0)
            return false;
        var (range, missedAt) = gaps[index];
        gaps.RemoveAt(index);
        if (number < range.Last)
            gaps.Insert(index, new Gap(range with { First = number + 1 }, missedAt));
        if (range.First < number)
            gaps.Insert(index, new Gap(range with { Last = number - 1 }, missedAt));
        return true;
    }

    /// <summary>Forgets those whose time is over.</summary>
    /// <param name="now">The time at which all of them were asked for last, or earlier.</param>
    public void Forget(TimeSpan now) => gaps.RemoveAll(gap => now - gap.MissedAt >= rememberFor);

    private readonly record struct Gap(SeqRange Range, TimeSpan MissedAt);
}

/// <summary>Numbers in a row, both ends included.</summary>
public readonly record struct SeqRange(long First, long Last);
