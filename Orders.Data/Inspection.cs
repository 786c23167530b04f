using System.Text.Json;
using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Orders.Data;

/// <summary>Answers what is known of an order. Reads only, beside the group commit.</summary>
public sealed class Inspection(Database<OrdersDbContext> database)
{
    /// <summary>The order; null where there is none.</summary>
    /// <param name="id">The order.</param>
    /// <param name="shop">Whose it has to be; null where that does not matter.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Order?> FindOrder(Guid id, string? shop, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await OrdersOf(context, shop)
            .SingleOrDefaultAsync(order => order.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Orders that a filter lets through, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those that were accepted before the one of this number.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Order>> ListOrders(
        OrderFilter filter, long? before, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = database.OpenContext(null);
        var orders = OrdersOf(context, filter.Shop);
        if (filter.Statuses.Count > 0)
            orders = orders.Where(order => filter.Statuses.Contains(order.Status));
        if (filter.States.Count > 0)
        {
            // There is an index of what customers see, and none of this.
            var statuses = filter.States.Select(OrderStatuses.Of).Distinct().ToList();
            orders = orders.Where(order => statuses.Contains(order.Status) && filter.States.Contains(order.State));
        }

        if (filter.CustomerId is { } customer)
            orders = orders.Where(order => order.CustomerId == customer);
        if (filter.CreatedAfter is { } after)
            orders = orders.Where(order => order.CreatedAt > after);
        if (filter.CreatedBefore is { } until)
            orders = orders.Where(order => order.CreatedAt < until);
        if (before is { } seq)
            orders = orders.Where(order => order.Seq < seq);
        return await orders.OrderByDescending(order => order.Seq).Take(most)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The order with its saga, where that has begun; null where there is no order.</summary>
    /// <remarks>
    /// The order first: one whose version is still this one has not moved on since its saga was read.
    /// </remarks>
    public async Task<(Order Order, OrderState? Saga)?> FindOrderAndSaga(Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        var order = await context.Set<Order>().AsNoTracking()
            .SingleOrDefaultAsync(order => order.Id == id, cancellationToken).ConfigureAwait(false);
        if (order is null)
            return null;
        var saga = await context.Set<OrderState>().AsNoTracking()
            .SingleOrDefaultAsync(state => state.CorrelationId == id, cancellationToken).ConfigureAwait(false);
        return (order, saga);
    }

    /// <summary>The order's saga with what it waits for; null where there is no order.</summary>
    public async Task<SagaInspection?> FindSaga(Guid id, string? shop, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        if (!await OrdersOf(context, shop).AnyAsync(order => order.Id == id, cancellationToken).ConfigureAwait(false))
            return null;
        var saga = await context.Set<OrderState>().AsNoTracking()
            .SingleOrDefaultAsync(state => state.CorrelationId == id, cancellationToken).ConfigureAwait(false);
        var deadlines = await context.Set<DeadlineRow>().AsNoTracking()
            .Where(row => row.CorrelationId == id)
            .OrderBy(row => row.DueAt)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var definition = await context.Set<SagaDefinition>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Name == "order", cancellationToken).ConfigureAwait(false);
        return new SagaInspection(saga, deadlines, Accepted(definition, saga?.CurrentState ?? "Initial"));
    }

    /// <summary>What happened to the order, in sequence; empty where there is no order.</summary>
    public async Task<IReadOnlyList<SagaHistoryRow>> ReadHistory(
        Guid id, string? shop, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        var isSeen = shop is null
            || await OrdersOf(context, shop).AnyAsync(order => order.Id == id, cancellationToken).ConfigureAwait(false);
        if (!isSeen)
            return [];
        return await context.Set<SagaHistoryRow>().AsNoTracking()
            .Where(row => row.SagaId == id)
            .OrderBy(row => row.Seq)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What the process looks like, as JSON; null where none has started on this database yet.
    /// </summary>
    public async Task<string?> FindDefinition(CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<SagaDefinition>().AsNoTracking()
            .Where(definition => definition.Name == "order")
            .Select(definition => definition.Definition)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many orders of a shop have not ended, as far as <paramref name="most"/>.</summary>
    public async Task<int> CountOpenOrders(string shop, int most, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await OrdersOf(context, shop)
            .Where(order => order.Status == OrderStatuses.Processing || order.Status == OrderStatuses.Cancelling)
            .Take(most)
            .CountAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many messages wait to be sent, as far as <paramref name="most"/>.</summary>
    public async Task<int> CountUnsent(int most, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<OutboxRow>().Take(most).CountAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a request with a key was answered before; none was without one.</summary>
    public async Task<bool> IsAnswered(string? key, CancellationToken cancellationToken)
    {
        if (key is null)
            return false;
        await using var context = database.OpenContext(null);
        return await context.Set<IdempotentAnswer>().AnyAsync(answer => answer.KeyHash == key, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Idempotency keys whose time is over.</summary>
    public async Task<IReadOnlyList<string>> ReadExpiredKeys(
        DateTime now, int most, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<IdempotentAnswer>().AsNoTracking()
            .Where(answer => answer.ExpiresAt <= now)
            .OrderBy(answer => answer.ExpiresAt)
            .Select(answer => answer.KeyHash)
            .Take(most)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<Order> OrdersOf(OrdersDbContext context, string? shop)
    {
        var orders = context.Set<Order>().AsNoTracking();
        return shop is null ? orders : orders.Where(order => order.SubmittedBy == shop);
    }

    private static IReadOnlyList<string> Accepted(SagaDefinition? definition, string state)
    {
        if (definition is null)
            return [];
        var process = JsonSerializer.Deserialize(
            definition.Definition, ProcessDefinitionJson.Default.ProcessDefinition)!;
        return process.States.FirstOrDefault(known => known.Name == state)?.Accepts ?? [];
    }
}

/// <summary>A saga with its deadlines and the events it would take now.</summary>
/// <param name="Saga">Null where it has not begun.</param>
/// <param name="Deadlines">What is waited for, the next first.</param>
/// <param name="Accepts">Event names.</param>
public sealed record SagaInspection(
    OrderState? Saga, IReadOnlyList<DeadlineRow> Deadlines, IReadOnlyList<string> Accepts);

/// <summary>Which orders a list has; what is null lets every order through.</summary>
public sealed record OrderFilter
{
    /// <summary>Whose; the name of the shop's key.</summary>
    public string? Shop { get; init; }

    /// <summary>One of these; empty for any.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Whose saga is in one of these; empty for any.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    public string? CustomerId { get; init; }

    public DateTime? CreatedAfter { get; init; }

    public DateTime? CreatedBefore { get; init; }
}
