using System.Security.Cryptography;
using System.Text;

namespace Orders.Api;

/// <summary>
/// The header <c>Idempotency-Key</c>: who repeats a request under the key it had is given the first answer again. It
/// may be quoted, as the IETF draft has it, or bare, as most clients send it.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int Longest = 255;

    /// <summary>Answers false where the header is wrong, and says why.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? key, out string error)
    {
        (key, error) = (null, "");
        var values = headers[Header];
        if (values.Count == 0)
            return true;
        if (values.Count > 1)
            error = $"must come once, but comes {values.Count} times";
        else if (!TryUnquote(values[0] ?? "", out key) || key.Length is 0 or > Longest || key.Any(IsNotVisible))
            error = $"must be 1 to {Longest} visible ASCII characters, quoted or not";
        return error.Length == 0;
    }

    /// <summary>
    /// What a key is stored as. Nobody sees another caller's keys, and a key that holds a secret is not kept.
    /// </summary>
    public static string IdOf(string? caller, string route, string key) =>
        HashOf(Encoding.UTF8.GetBytes($"{caller}\n{route}\n{key}"));

    /// <summary>Tells a request from another under the same key; how its JSON was laid out does not matter.</summary>
    public static string FingerprintOf(string route, ReadOnlySpan<byte> parsedBody) =>
        HashOf([.. Encoding.UTF8.GetBytes(route), (byte)'\n', .. parsedBody]);

    private static bool TryUnquote(string value, out string key)
    {
        key = value;
        if (!value.StartsWith('"'))
            return true;
        var text = new StringBuilder(value.Length);
        for (var index = 1; index < value.Length; index++)
        {
            if (value[index] == '"')
            {
                key = text.ToString();
                return index == value.Length - 1;
            }

            if (value[index] == '\\' && (++index == value.Length || value[index] is not ('"' or '\\')))
                return false;
            text.Append(value[index]);
        }

        return false;
    }

    private static bool IsNotVisible(char letter) => letter is <= ' ' or > '~';

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
