using System.Text.Json;
using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Orders.Data;

/// <summary>Answers what is known of an order. Reads only, beside the group commit.</summary>
public sealed class Inspection(Database<OrdersDbContext> database)
{
    /// <summary>The order; null where there is none.</summary>
    public async Task<Order?> FindOrder(Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<Order>().AsNoTracking()
            .SingleOrDefaultAsync(order => order.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The order's saga with what it waits for; null where there is no order.</summary>
    public async Task<SagaInspection?> FindSaga(Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        if (!await context.Set<Order>().AnyAsync(order => order.Id == id, cancellationToken).ConfigureAwait(false))
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
    public async Task<IReadOnlyList<SagaHistoryRow>> ReadHistory(Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        return await context.Set<SagaHistoryRow>().AsNoTracking()
            .Where(row => row.SagaId == id)
            .OrderBy(row => row.Seq)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string[] Accepted(SagaDefinition? definition, string state)
    {
        if (definition is null)
            return [];
        var accepted = JsonSerializer.Deserialize<Dictionary<string, string[]>>(definition.Definition)!;
        return accepted.TryGetValue(state, out var events) ? events : [];
    }
}

/// <summary>A saga with its deadlines and the events it would take now.</summary>
/// <param name="Saga">Null where it has not begun.</param>
/// <param name="Deadlines">What is waited for, the next first.</param>
/// <param name="Accepts">Event names.</param>
public sealed record SagaInspection(
    OrderState? Saga, IReadOnlyList<DeadlineRow> Deadlines, IReadOnlyList<string> Accepts);
