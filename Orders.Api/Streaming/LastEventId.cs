using System.Globalization;
using Orders.Hosting;

namespace Orders.Api;

/// <summary>
/// Where a stream goes on: behind the id in the header that <c>EventSource</c> sends when it comes again. There is
/// nothing else to say.
/// </summary>
internal static class LastEventId
{
    public const string Header = "Last-Event-ID";

    /// <summary>Answers what is wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The id; null where the header is missing.</param>
    public static RequestErrors Read(HttpRequest request, out long? id)
    {
        id = null;
        var values = request.Headers[Header];
        if (values is [{ } value]
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            id = number;
        else if (values.Count > 0)
            return Refuse(values.ToString());
        return new RequestErrors();
    }

    /// <summary>What is said of a text that is no id.</summary>
    public static RequestErrors Refuse(string text)
    {
        var errors = new RequestErrors();
        errors.Add(Header, $"must be the id of an event, a whole number, but is {RequestErrors.Shown(text)}");
        return errors;
    }
}
