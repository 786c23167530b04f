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

    [GeneratedRegex("[0-9](?:[ -]?[0-9])*", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
