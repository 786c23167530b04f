using System.Text.RegularExpressions;

namespace Orders.Hosting;

/// <summary>
/// Numbers of payment cards, which must never come here: a token stands for one. What looks like one is refused, and
/// shown to nobody.
/// </summary>
public static partial class CardNumbers
{
    private const int Shortest = 13;
    private const int Longest = 19;

    /// <summary>Whether 13 to 19 digits in a row, spaces and hyphens aside, have the check digit of a card.</summary>
    public static bool IsIn(string text)
    {
        foreach (var run in Digits().EnumerateMatches(text))
        {
            if (IsCard(text.AsSpan(run.Index, run.Length)))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether a text that may well be a long number has one as the schemes give them out. Customers' numbers look
    /// alike, and one in ten of them has the check digit.
    /// </summary>
    public static bool IsOfAScheme(string text)
    {
        foreach (var run in Digits().EnumerateMatches(text))
        {
            var digits = text.AsSpan(run.Index, run.Length);
            if (IsCard(digits) && Schemes().IsMatch(digits))
                return true;
        }

        return false;
    }

    /// <summary>The text without its card numbers.</summary>
    public static string Masked(string text) =>
        Digits().Replace(text, run => IsCard(run.ValueSpan) ? "…" : run.Value);

    private static bool IsCard(ReadOnlySpan<char> run)
    {
        if (run.Length > 2 * Longest)
            return false;
        Span<char> digits = stackalloc char[run.Length];
        var count = 0;
        foreach (var letter in run)
        {
            if (char.IsAsciiDigit(letter))
                digits[count++] = letter;
        }

        return count is >= Shortest and <= Longest && HasCheckDigit(digits[..count]);
    }

    /// <summary>Luhn's formula.</summary>
    private static bool HasCheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            var weighed = index % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10 == 0;
    }

    /// <summary>Visa, Mastercard, American Express, Discover, with the groups that they are printed in.</summary>
    [GeneratedRegex(
        "^(4[0-9]{3}|5[1-5][0-9]{2}|2[2-7][0-9]{2}|6011|65[0-9]{2}|64[4-9][0-9])([ -]?[0-9]{4}){3}$"
        + "|^3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Schemes();

    [GeneratedRegex("[0-9](?:[ -]?[0-9])*", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
