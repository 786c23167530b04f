using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using Orders.Data;

namespace Orders.Api;

/// <summary>
/// What <c>GET /orders</c> is asked for. A parameter that is not known is refused: a mistyped filter would show
/// everything.
/// </summary>
internal sealed class OrderQuery
{
    private const int DefaultLimit = 50;
    private const int MostAtOnce = 200;
    private const int LongestName = 64;

    private static readonly string[] Statuses =
    [
        OrderStatuses.Processing, OrderStatuses.Confirmed, OrderStatuses.Cancelling, OrderStatuses.Cancelled,
    ];

    private readonly IQueryCollection query;

    private OrderQuery(IQueryCollection query) => this.query = query;

    public OrderFilter Filter { get; private set; } = new();

    /// <summary>Only orders that were accepted earlier than the one of this number.</summary>
    public long? Before { get; private set; }

    public int Limit { get; private set; } = DefaultLimit;

    public Dictionary<string, string[]> Errors { get; } = [];

    public static OrderQuery Read(IQueryCollection query)
    {
        var read = new OrderQuery(query);
        foreach (var (name, values) in query)
            read.Take(name, values);
        if (query.TryGetValue("cursor", out var cursor) && !read.Errors.ContainsKey("cursor"))
            read.TakeCursor(cursor.ToString());
        return read;
    }

    /// <summary>Where the next page is.</summary>
    public string PathAfter(long seq)
    {
        var next = new QueryBuilder(query.Where(parameter => parameter.Key != "cursor"))
        {
            { "cursor", Cursor.Of(seq, Filter) },
        };
        return "/orders" + next.ToQueryString();
    }

    private void Take(string name, StringValues values)
    {
        if (name != "status" && values.Count > 1)
        {
            Errors[name] = ["must not come twice"];
            return;
        }

        var value = values.ToString();
        switch (name)
        {
            case "status" when values.All(status => Statuses.Contains(status)):
                Filter = Filter with { Statuses = [.. values.Distinct().Order().Select(status => status!)] };
                break;
            case "status":
                Errors[name] = [$"must be one of {string.Join(", ", Statuses)}"];
                break;
            case "customerId" when value.Length is > 0 and <= LongestName:
                Filter = Filter with { CustomerId = value };
                break;
            case "customerId":
                Errors[name] = [$"must be 1 to {LongestName} characters"];
                break;
            case "createdAfter" when IsTime(value, out var time):
                Filter = Filter with { CreatedAfter = time };
                break;
            case "createdBefore" when IsTime(value, out var time):
                Filter = Filter with { CreatedBefore = time };
                break;
            case "createdAfter" or "createdBefore":
                Errors[name] = ["must be a time with its offset, as in 2026-01-31T23:59:59Z"];
                break;
            case "limit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit is > 0 and <= MostAtOnce:
                Limit = limit;
                break;
            case "limit":
                Errors[name] = [$"must be 1 to {MostAtOnce}"];
                break;
            case "cursor":
                break;
            default:
                Errors[name] = ["is not a parameter that is known here"];
                break;
        }
    }

    private void TakeCursor(string cursor)
    {
        if (Cursor.TryRead(cursor, Filter, out var seq))
            Before = seq;
        else
            Errors["cursor"] = ["must be the one of a list's next, with the filters that it had"];
    }

    private static bool IsTime(string value, out DateTime time)
    {
        var isTime = DateTimeOffset.TryParseExact(
            value, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal, out var read);
        time = read.UtcDateTime;
        return isTime && (value.EndsWith('Z') || value[^6] is '+' or '-');
    }
}
