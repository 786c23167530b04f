namespace Orders.Testing;

/// <summary>Checks the books of an installation, beside it or without it running.</summary>
public static class BookCheck
{
    /// <summary>Checks all invariants.</summary>
    /// <param name="sources">Where the books are.</param>
    /// <param name="allHaveEnded">Whether an order still on its way is a fault.</param>
    /// <param name="time">Whose time passes between two readings.</param>
    public static async Task<BookReport> Run(BookSources sources, bool allHaveEnded, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Books books = null!;
        var found = await TwoReadings.Of(
            () => Check(books = BookReader.Read(sources), allHaveEnded), time).ConfigureAwait(false);
        return new BookReport(
            found, books.Ended.Count(), books.Open.Count(), books.DeadLetters,
            books.Ended.Count(order => order.State == "NeedsAttention"));
    }

    /// <summary>What one reading of books finds that nobody writes to any more.</summary>
    internal static IReadOnlyList<BookFinding> Now(BookSources sources) =>
        Check(BookReader.Read(sources), allHaveEnded: true);

    private static List<BookFinding> Check(Books books, bool allHaveEnded) =>
        [.. Invariants.All.Select(invariant => invariant.Find(books, allHaveEnded))];
}
