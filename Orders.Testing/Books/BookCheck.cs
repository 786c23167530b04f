namespace Orders.Testing;

/// <summary>Checks the books of an installation, beside it or without it running.</summary>
public static class BookCheck
{
    private const int MostNamed = 10;

    /// <summary>What one reading finds beside a running system may be a step half seen; what the next finds too is real.</summary>
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(1);

    /// <summary>Checks all invariants.</summary>
    /// <param name="sources">Where the books are.</param>
    /// <param name="allHaveEnded">Whether an order still on its way is a fault.</param>
    /// <param name="time">Whose time passes between two readings.</param>
    public static async Task<BookReport> Run(BookSources sources, bool allHaveEnded, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var books = BookReader.Read(sources);
        var found = Check(books, allHaveEnded);
        if (found.Any(finding => finding.Broken.Count > 0))
        {
            await Task.Delay(BetweenReadings, time ?? TimeProvider.System).ConfigureAwait(false);
            books = BookReader.Read(sources);
            found = [.. Check(books, allHaveEnded).Zip(found, (now, before) =>
                now with { Broken = [.. now.Broken.Intersect(before.Broken)] })];
        }

        return new BookReport(found, books.Ended.Count(), books.Open.Count(), books.DeadLetters);
    }

    private static List<BookFinding> Check(Books books, bool allHaveEnded) =>
        [.. Invariants.All.Select(invariant =>
            new BookFinding(invariant.Name, invariant.Text, [.. invariant.Check(books, allHaveEnded)]))];

    internal static string Line(BookFinding finding) => finding.Broken.Count == 0
        ? $"{finding.Name}  ok      {finding.Text}"
        : $"{finding.Name}  BROKEN  {finding.Text}: {finding.Broken.Count}, "
            + string.Join(", ", finding.Broken.Take(MostNamed)) + (finding.Broken.Count > MostNamed ? ", …" : "");
}

/// <summary>What was found.</summary>
/// <param name="Findings">One an invariant.</param>
/// <param name="Ended">Orders that have ended, those that need attention included.</param>
/// <param name="Open">Orders on their way.</param>
/// <param name="DeadLetters">Messages that were set aside.</param>
public sealed record BookReport(IReadOnlyList<BookFinding> Findings, int Ended, int Open, long DeadLetters)
{
    /// <summary>True where every invariant holds.</summary>
    public bool IsClean => Findings.All(finding => finding.Broken.Count == 0);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(Environment.NewLine, Findings.Select(BookCheck.Line))
        + $"{Environment.NewLine}{Ended} orders ended, {Open} open, {DeadLetters} dead letters";
}

/// <summary>One invariant and what breaks it.</summary>
public sealed record BookFinding(string Name, string Text, IReadOnlyList<string> Broken);
