using System.Text.RegularExpressions;

namespace Tests.Deployment;

/// <summary>What holds of images wherever they are named.</summary>
internal static partial class Images
{
    /// <summary>A version in the tag, or a digest; without one it is another image every week.</summary>
    public static bool IsPinned(string image) => Version().IsMatch(image) || Digest().IsMatch(image);

    /// <summary>The tag is behind the last slash; before it a colon begins a port.</summary>
    [GeneratedRegex(@":(?!latest)[\w.-]*\d[\w.-]*$")]
    private static partial Regex Version();

    [GeneratedRegex("@sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
