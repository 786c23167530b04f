namespace Orders.Testing;

/// <summary>What one reading finds may be a step half seen; what the next finds too is real.</summary>
internal static class TwoReadings
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Reads once, and again only where something was found.</summary>
    public static async Task<IReadOnlyList<BookFinding>> Of(
        Func<IReadOnlyList<BookFinding>> read, TimeProvider? time)
    {
        var found = read();
        if (found.All(finding => finding.Broken.Count == 0))
            return found;
        await Task.Delay(Between, time ?? TimeProvider.System).ConfigureAwait(false);
        return [.. read().Zip(found, InBoth)];
    }

    /// <summary>By what is broken, not by how: the amounts in the details move as long as the system runs.</summary>
    private static BookFinding InBoth(BookFinding now, BookFinding before)
    {
        var known = before.Broken.Select(broken => broken.Key).ToHashSet();
        return now with { Broken = [.. now.Broken.Where(broken => known.Contains(broken.Key))] };
    }
}
