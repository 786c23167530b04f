using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Orders.Api;

/// <summary>The version of an order as HTTP knows it: a strong entity tag, <c>"7"</c>.</summary>
internal static class ETags
{
    public static string Of(long version) => $"\"{version}\"";

    /// <summary>Whether who asks has this version already.</summary>
    public static bool IsKnown(HttpRequest request, long version) =>
        request.GetTypedHeaders().IfNoneMatch.Any(tag =>
            tag.Tag == "*" || tag.Compare(new EntityTagHeaderValue(Of(version)), useStrongComparison: false));

    /// <summary>
    /// The versions that <c>If-Match</c> names; null where any will do. Answers false where it is no list of tags, as
    /// what was meant as a condition must not be passed over.
    /// </summary>
    public static bool TryReadIfMatch(HttpRequest request, out IReadOnlyCollection<long>? versions)
    {
        versions = null;
        var header = request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header))
            return true;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags))
            return false;
        if (!tags.Any(tag => tag.Tag == "*"))
            versions = [.. tags.Where(tag => !tag.IsWeak).Select(VersionOf)];
        return true;
    }

    /// <summary>A tag that none of ours is matches no version.</summary>
    private static long VersionOf(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"'), out var version) ? version : -1;
}
