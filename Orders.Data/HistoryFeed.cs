using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Orders.Data;

/// <summary>Reads the histories of all orders in the order of their numbers, or one in that of its versions.</summary>
public sealed class HistoryFeed(Database<OrdersDbContext> database)
{
    /// <summary>How many rows are read at once at most.</summary>
    public const int PageSize = 500;

    /// <summary>
    /// Whether a row can come to light after one with a higher number: where many write at once, a number is given
    /// before its row is committed.
    /// </summary>
    public bool RowsComeLate => !database.Dialect.IsSoleUser;

    /// <summary>The highest number; 0 where there is no row.</summary>
    public async Task<long> FindNewest(CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<SagaHistoryRow>().MaxAsync(row => (long?)row.Seq, cancellationToken)
            .ConfigureAwait(false) ?? 0;
    }

    /// <summary>The numbers there are behind one and up to another, in order.</summary>
    public async Task<IReadOnlyList<long>> ReadNumbers(long after, long until, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<SagaHistoryRow>()
            .Where(row => row.Seq > after && row.Seq <= until)
            .OrderBy(row => row.Seq)
            .Select(row => row.Seq)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows behind one number and up to another, in order.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ReadAfter(
        long after, long until, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await Entries(
            context,
            context.Set<SagaHistoryRow>().Where(row => row.Seq > after && row.Seq <= until))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows whose numbers lie in one of some ranges, in order.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ReadWithin(
        IReadOnlyList<SeqRange> ranges, CancellationToken cancellationToken)
    {
        var (sql, values) = database.Dialect.ReadRanges(
            SagaHistoryTable.Table, [.. ranges.Select(range => (range.First, range.Last))], PageSize);
        await using var context = database.OpenContext(null);
        return await Entries(context, context.Set<SagaHistoryRow>().FromSqlRaw(sql, values))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The number behind which everything lies that may have been committed after somebody had read up to
    /// <paramref name="seq"/>.
    /// </summary>
    /// <param name="seq">Up to where was read.</param>
    /// <param name="lookBack">How much older than that row what is late may be.</param>
    /// <param name="farthest">How many numbers back is looked at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<long> FindStart(
        long seq, TimeSpan lookBack, long farthest, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        var rows = context.Set<SagaHistoryRow>().Where(row => row.Seq > seq - farthest && row.Seq <= seq);
        var at = await rows.OrderByDescending(row => row.Seq).Select(row => (DateTime?)row.At)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (at is null)
            return seq;
        var oldest = at.Value - lookBack;
        return await rows.Where(row => row.At >= oldest).OrderBy(row => row.Seq).Select(row => row.Seq)
            .FirstAsync(cancellationToken).ConfigureAwait(false) - 1;
    }

    /// <summary>The steps of an order that came after a version of it, in order.</summary>
    public async Task<IReadOnlyList<SagaHistoryRow>> ReadSteps(
        Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<SagaHistoryRow>().AsNoTracking()
            .Where(row => row.SagaId == id && row.Version > after)
            .OrderBy(row => row.Version)
            .Take(PageSize)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of what went out nobody is told: its number is enough, and its payload stays where it is.</summary>
    private static IQueryable<HistoryEntry> Entries(OrdersDbContext context, IQueryable<SagaHistoryRow> rows) =>
        rows.OrderBy(row => row.Seq).Take(PageSize)
            .LeftJoin(
                context.Set<Order>(), row => row.SagaId, order => order.Id,
                (row, order) => new { Row = row, Shop = order!.SubmittedBy })
            .OrderBy(found => found.Row.Seq)
            .Select(found => new HistoryEntry(
                new SagaHistoryRow
                {
                    Seq = found.Row.Seq,
                    SagaId = found.Row.SagaId,
                    MessageId = found.Row.MessageId,
                    Version = found.Row.Version,
                    Type = found.Row.Type,
                    Direction = found.Row.Direction,
                    At = found.Row.At,
                    StateBefore = found.Row.StateBefore,
                    StateAfter = found.Row.StateAfter,
                    Payload = found.Row.Version == null ? Array.Empty<byte>() : found.Row.Payload,
                },
                found.Shop));
}

/// <summary>A row of the history of some order.</summary>
/// <param name="Row">Without its payload where it has no version.</param>
/// <param name="Shop">Whose order it is; null where nobody had to say who calls.</param>
public sealed record HistoryEntry(SagaHistoryRow Row, string? Shop)
{
    /// <summary>Whether it is seen by who sees the orders of one shop only, or, where that is null, all.</summary>
    public bool IsSeenBy(string? shop) => shop is null || shop == Shop;
}
