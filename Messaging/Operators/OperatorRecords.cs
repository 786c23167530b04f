using Microsoft.EntityFrameworkCore;

namespace Messaging;

/// <summary>
/// What one database knows that an operator asks for: its dead letters, and what was done about them and about its
/// sagas. Reads only, beside the group commit.
/// </summary>
public abstract class OperatorRecords
{
    /// <summary>How many dead letters one act deals with at most: they are one transaction.</summary>
    public const int MostPerAct = 1_000;

    /// <summary>How many bytes they have at most.</summary>
    private const long MostBytesPerAct = 8 * 1024 * 1024;

    /// <summary>The consumer group whose dead letters these are.</summary>
    public abstract string Group { get; }

    /// <summary>Where acts are written.</summary>
    public abstract GroupCommit GroupCommit { get; }

    /// <summary>What kind of database it is.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Dead letters without their bytes, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those behind this one in the list.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<DeadLetterHead>> List(
        DeadLetterFilter filter, ListPosition? before, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = Open();
        var rows = filter.Of(context.Set<DeadLetterRow>().AsNoTracking());
        if (before is { } last)
            rows = rows.Where(row =>
                row.FailedAt < last.At || (row.FailedAt == last.At && row.Id.CompareTo(last.Id) < 0));
        return await Heads(rows.OrderByDescending(row => row.FailedAt).ThenByDescending(row => row.Id).Take(most))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many dead letters are alike, the most first.</summary>
    public async Task<IReadOnlyList<DeadLetterGroup>> Count(
        DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = Open();
        return await filter.Of(context.Set<DeadLetterRow>().AsNoTracking())
            .GroupBy(row => new { row.ReaderGroup, row.Reason, row.ExceptionType, row.MessageType })
            .Select(alike => new DeadLetterGroup(
                alike.Key.ReaderGroup, alike.Key.Reason, alike.Key.ExceptionType, alike.Key.MessageType,
                alike.Count(), alike.Min(row => row.FailedAt), alike.Max(row => row.FailedAt)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A dead letter with all its bytes; null where there is none.</summary>
    public async Task<DeadLetterRow?> Find(Guid id, CancellationToken cancellationToken)
    {
        await using var context = Open();
        return await context.Set<DeadLetterRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Those that an act on a filter deals with, the oldest first, and how many the filter lets through in all. What
    /// was discarded takes no part.
    /// </summary>
    public async Task<(IReadOnlyList<Guid> Ids, int Matched)> Select(
        DeadLetterFilter filter, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = Open();
        var rows = filter.Of(context.Set<DeadLetterRow>().AsNoTracking()).Where(row => row.DiscardedAt == null);
        var matched = await rows.CountAsync(cancellationToken).ConfigureAwait(false);
        var oldest = await rows.OrderBy(row => row.FailedAt).ThenBy(row => row.Id)
            .Take(most)
            .Select(row => new { row.Id, Bytes = row.Value.Length + row.Headers.Length })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var bytes = 0L;
        var ids = oldest.TakeWhile(row => (bytes += row.Bytes) <= MostBytesPerAct || bytes == row.Bytes)
            .Select(row => row.Id);
        return ([.. ids], matched);
    }

    /// <summary>Of certain dead letters those that are here.</summary>
    public async Task<IReadOnlyList<DeadLetterHead>> Select(
        IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var context = Open();
        return await Heads(context.Set<DeadLetterRow>().AsNoTracking().Where(row => ids.Contains(row.Id)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What operators did, the latest first.</summary>
    /// <param name="filter">Which acts.</param>
    /// <param name="before">Only those behind this one in the list.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<OperatorActionRow>> ListActions(
        OperatorActionFilter filter, ListPosition? before, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = Open();
        var rows = filter.Of(context.Set<OperatorActionRow>().AsNoTracking());
        if (before is { } last)
            rows = rows.Where(row => row.At < last.At || (row.At == last.At && row.Id.CompareTo(last.Id) < 0));
        return await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(most)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An act; null where it was not done.</summary>
    public async Task<OperatorActionRow?> FindAction(Guid id, CancellationToken cancellationToken)
    {
        await using var context = Open();
        return await context.Set<OperatorActionRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false);
    }

    private protected abstract DbContext Open();

    private static IQueryable<DeadLetterHead> Heads(IQueryable<DeadLetterRow> rows) => rows.Select(row =>
        new DeadLetterHead(
            row.Id, row.ReaderGroup, row.Reason, row.ExceptionType, row.Message, row.Attempts, row.Topic,
            row.RecordPartition, row.RecordOffset, row.RecordTime, row.FailedAt, row.MessageType, row.MessageId,
            row.RecordKey, row.ReplayCount, row.ReplayedAt, row.ReplayedBy, row.DiscardedAt, row.DiscardedBy,
            row.DiscardReason));
}

/// <inheritdoc/>
public sealed class OperatorRecords<TDatabase>(
    Database<TDatabase> database, GroupCommit<TDatabase> groupCommit, string group) : OperatorRecords
    where TDatabase : DbContext
{
    /// <inheritdoc/>
    public override string Group => group;

    /// <inheritdoc/>
    public override GroupCommit GroupCommit => groupCommit;

    /// <inheritdoc/>
    public override SqlDialect Dialect => database.Dialect;

    private protected override DbContext Open() => database.OpenContext(null);
}

/// <summary>Where a page of a list by time ends.</summary>
public readonly record struct ListPosition(DateTime At, Guid Id);
