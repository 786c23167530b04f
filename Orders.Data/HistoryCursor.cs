namespace Orders.Data;

/// <summary>
/// How far somebody has read the histories of all orders. Reading on misses no row that is committed within 30 s of one
/// with a higher number, and finds none twice.
/// </summary>
public sealed class HistoryCursor
{
    /// <summary>
    /// How many numbers back is looked for what is late: as many as are given in some seconds at full load.
    /// </summary>
    private const long Farthest = 50_000;

    private static readonly TimeSpan LateFor = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Rows are told apart by their writers' clocks here, which may differ, and by when they were made, which is before
    /// they are missed.
    /// </summary>
    private static readonly TimeSpan LookBack = LateFor + TimeSpan.FromSeconds(10);

    private readonly HistoryFeed feed;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly SeqGaps gaps = new(LateFor);

    private HistoryCursor(HistoryFeed feed, TimeProvider time, long position)
    {
        this.feed = feed;
        this.time = time;
        started = time.GetTimestamp();
        Position = position;
    }

    /// <summary>The highest number that was read.</summary>
    public long Position { get; private set; }

    private TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>One that finds what is committed from now on, whatever its number is.</summary>
    public static async Task<HistoryCursor> AtEnd(
        HistoryFeed feed, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(time);
        var newest = await feed.FindNewest(cancellationToken).ConfigureAwait(false);
        var cursor = new HistoryCursor(feed, time, newest);
        if (feed.RowsComeLate)
        {
            var first = Math.Max(0, newest - Farthest);
            var numbers = await feed.ReadNumbers(first, newest, cancellationToken).ConfigureAwait(false);
            cursor.gaps.Pass(first, numbers, cursor.Now);
        }

        return cursor;
    }

    /// <summary>
    /// One for somebody who has read up to a number and has not looked since: it begins so far below that nothing is
    /// missed that came late meanwhile. Where nothing does, it begins just there.
    /// </summary>
    public static async Task<HistoryCursor> Behind(
        long seq, HistoryFeed feed, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(time);
        var start = feed.RowsComeLate
            ? await feed.FindStart(seq, LookBack, Farthest, cancellationToken).ConfigureAwait(false)
            : seq;
        return new HistoryCursor(feed, time, start);
    }

    /// <summary>
    /// Reads what has come late, and then on, up to a number. Where it fails, nothing has changed and the same can be
    /// tried again.
    /// </summary>
    public async Task<HistoryPage> ReadOn(long until, CancellationToken cancellationToken)
    {
        var now = Now;
        var missing = gaps.Ranges;
        var late = missing.Count == 0
            ? []
            : await feed.ReadWithin(missing, cancellationToken).ConfigureAwait(false);
        var next = await feed.ReadAfter(Position, until, cancellationToken).ConfigureAwait(false);

        foreach (var entry in late)
            gaps.Take(entry.Row.Seq);
        if (late.Count < HistoryFeed.PageSize)
            gaps.Forget(now);
        if (feed.RowsComeLate)
            gaps.Pass(Position, next.Select(entry => entry.Row.Seq), now);
        if (next.Count > 0)
            Position = next[^1].Row.Seq;
        return new HistoryPage(
            [.. late.Concat(next).Where(entry => entry.Row.Version is not null)],
            late.Count == HistoryFeed.PageSize || next.Count == HistoryFeed.PageSize);
    }
}

/// <summary>Some rows of the histories.</summary>
/// <param name="Steps">Those that are steps of an order: all but what went out.</param>
/// <param name="IsFull">Whether there may be more to read at once.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Steps, bool IsFull);
