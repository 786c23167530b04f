using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Data;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>What happens, as it happens: of one order, or of all that the caller may see.</summary>
internal static class StreamOrders
{
    public static async Task<IResult> One(
        Guid id, HttpContext http, Inspection inspection, OneOrder stream, EventStreams streams)
    {
        var errors = LastEventId.Read(http.Request, out var version);
        if (errors.Any)
            return Problem.Invalid(http, errors);
        return await inspection.FindOrder(id, http.Shop(), http.RequestAborted) switch
        {
            null => OrderProblems.NotFound(http, id),
            { Version: var newest } when version > newest => Unknown(http, newest),
            { Status: var status } => streams.Answer(http, stream.Follow(id, version ?? 0, status)),
        };
    }

    public static async Task<IResult> All(HttpContext http, AllOrders stream, EventStreams streams)
    {
        var errors = LastEventId.Read(http.Request, out var seq);
        if (errors.Any)
            return Problem.Invalid(http, errors);
        return await stream.Begin(seq, http.RequestAborted) switch
        {
            { Newest: var newest } when seq > newest => Unknown(http, newest),
            { Cursor: { } cursor, Newest: var newest } =>
                streams.Answer(http, stream.Follow(cursor, seq ?? newest, http.Shop())),
            { Newest: var newest } =>
                streams.Answer(http, new[] { StreamEvents.Reload(newest) }.ToAsyncEnumerable()),
        };
    }

    private static ProblemHttpResult Unknown(HttpContext http, long newest) => Problem.Invalid(
        http, LastEventId.Header, $"must be the id of an event that was sent; the newest here is {newest}");
}
