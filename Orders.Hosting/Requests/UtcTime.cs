using System.Globalization;

namespace Orders.Hosting;

/// <summary>Times as requests have them: without an offset nobody knows which one is meant.</summary>
internal static class UtcTime
{
    /// <summary>The time in UTC; null where the text is none, or has no offset.</summary>
    public static DateTime? Find(string text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal, out var read) && (text.EndsWith('Z') || text[^6] is '+' or '-')
            ? read.UtcDateTime
            : null;
}
