using System.Globalization;

namespace Orders.Api;

/// <summary>
/// Where a stream goes on: behind the id in the header that <c>EventSource</c> sends when it comes again. There is
/// nothing else to say: a query parameter that somebody takes for a filter would show everything.
/// </summary>
internal static class LastEventId
{
    public const string Header = "Last-Event-ID";

    private static readonly string[] NotKnown = ["is not a parameter that is known here"];

    /// <summary>Answers what is wrong, by name.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The id; null where the header is missing.</param>
    public static Dictionary<string, string[]> Read(HttpRequest request, out long? id)
    {
        var errors = request.Query.Keys.ToDictionary(name => name, _ => NotKnown);
        id = null;
        var values = request.Headers[Header];
        if (values is [{ } value]
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            id = number;
        else if (values.Count > 0)
            errors[Header] = ["must be the id of an event: a whole number, and not below zero"];
        return errors;
    }
}
