namespace Messaging;

/// <summary>Rows that have arrived and wait to be deleted. Numbers come nearly in order, so ranges are few.</summary>
internal sealed class AckedRows
{
    /// <summary>Beyond 5,000 rows of one statement SQL Server locks the whole table.</summary>
    private const int LongestRange = 1_000;

    private readonly List<(Guid Owner, long Number)> rows = [];

    public int Count => rows.Count;

    public void Add(Guid owner, long number) => rows.Add((owner, number));

    /// <summary>All rows as ranges of numbers without a gap; forgets them.</summary>
    public List<AckedRange> Take()
    {
        var ranges = new List<AckedRange>();
        rows.Sort();
        foreach (var (owner, number) in rows)
        {
            if (ranges.Count > 0 && ranges[^1] is var last && last.Owner == owner && last.To + 1 == number
                && number - last.From < LongestRange)
                ranges[^1] = last with { To = number };
            else
                ranges.Add(new AckedRange(owner, number, number));
        }

        rows.Clear();
        return ranges;
    }
}

/// <summary>Rows of one owner from a number to a number.</summary>
internal readonly record struct AckedRange(Guid Owner, long From, long To);
