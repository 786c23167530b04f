namespace Orders.Testing;

/// <summary>Checks the books of an installation, beside it or without it running.</summary>
public static class BookCheck
{
    /// <summary>What one reading finds may be a step half seen; what the next finds too is real.</summary>
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
            found = [.. Check(books, allHaveEnded).Zip(found, InBoth)];
        }

        return new BookReport(
            found, books.Ended.Count(), books.Open.Count(), books.DeadLetters,
            books.Ended.Count(order => order.State == "NeedsAttention"));
    }

    /// <summary>What one reading of books finds that nobody writes to any more.</summary>
    internal static IReadOnlyList<BookFinding> Now(BookSources sources) =>
        Check(BookReader.Read(sources), allHaveEnded: true);

    private static List<BookFinding> Check(Books books, bool allHaveEnded) =>
        [.. Invariants.All.Select(invariant => new BookFinding(
            invariant.Name, invariant.Text,
            [.. invariant.Check(books, allHaveEnded).DistinctBy(broken => broken.Key)]))];

    /// <summary>By what is broken, not by how: the amounts in the details move as long as the system runs.</summary>
    private static BookFinding InBoth(BookFinding now, BookFinding before)
    {
        var known = before.Broken.Select(broken => broken.Key).ToHashSet();
        return now with { Broken = [.. now.Broken.Where(broken => known.Contains(broken.Key))] };
    }
}
