using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What <c>GET /orders</c> is asked for.</summary>
internal sealed class OrderQuery
{
    public const int LongestName = 64;
    private readonly QueryReader query;

    public OrderQuery(IQueryCollection parameters)
    {
        query = new QueryReader(parameters);
        Filter = new OrderFilter
        {
            Statuses = query.AnyOf("status", OrderStatuses.All),
            States = query.AnyOf("state", OrderStates.All),
            CustomerId = query.Text("customerId", LongestName),
            CreatedAfter = query.Time("createdAfter"),
            CreatedBefore = query.Time("createdBefore"),
        };
        Limit = query.Limit();
        if (query.Cursor() is { } cursor)
            Before = Cursor.TryRead(cursor, Filter, out var seq) ? seq : Refused();
        query.RefuseOthers();
    }

    public OrderFilter Filter { get; }

    /// <summary>Only orders that were accepted earlier than the one of this number.</summary>
    public long? Before { get; }

    public int Limit { get; }

    public RequestErrors Errors => query.Errors;

    /// <summary>Where the next page is.</summary>
    public string PathAfter(long seq) => query.Next("/orders", Cursor.Of(seq, Filter));

    private long? Refused()
    {
        query.Errors.Add("cursor", "must be the one of a list's next, with the filters that it had");
        return null;
    }
}
