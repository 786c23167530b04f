namespace Messaging;

/// <summary>Which acts; what is null lets every one through.</summary>
public sealed record OperatorActionFilter
{
    public Guid? CorrelationId { get; init; }

    public string? Actor { get; init; }

    public string? Action { get; init; }

    public DateTime? After { get; init; }

    public DateTime? Before { get; init; }

    internal IQueryable<OperatorActionRow> Of(IQueryable<OperatorActionRow> rows)
    {
        if (CorrelationId is { } id)
            rows = rows.Where(row => row.CorrelationId == id);
        if (Actor is not null)
            rows = rows.Where(row => row.Actor == Actor);
        if (Action is not null)
            rows = rows.Where(row => row.Action == Action);
        if (After is { } after)
            rows = rows.Where(row => row.At > after);
        if (Before is { } before)
            rows = rows.Where(row => row.At < before);
        return rows;
    }
}
