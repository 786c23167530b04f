using System.Globalization;
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

    /// <summary>
    /// Whether 13 to 19 digits have the check digit of a card; where they stand in groups, as on a card, whether they
    /// begin as those of a scheme, whatever other digits stand beside them.
    /// </summary>
    public static bool IsIn(string text) =>
        HasEnoughDigits(text) && Runs().Matches(text).Any(run => Find(run.Value) is not null);

    /// <summary>
    /// Whether a text that may well be a long number has one as the schemes give them out. Customers' and articles'
    /// numbers look alike, and one in ten of them has the check digit.
    /// </summary>
    public static bool IsOfAScheme(string text) => HasEnoughDigits(text) && Runs().Matches(text)
        .SelectMany(run => Candidates(run.Value)).Any(candidate => IsSchemes(candidate.Digits));

    /// <summary>The text without its card numbers.</summary>
    public static string Masked(string text)
    {
        return HasEnoughDigits(text) ? Runs().Replace(text, run => MaskedRun(run.Value)) : text;

        static string MaskedRun(string run)
        {
            while (Find(run) is var (start, length))
                run = $"{run[..start]}…{run[(start + length)..]}";
            return run;
        }
    }

    /// <summary>Nearly every text has too few, which is soon seen.</summary>
    private static bool HasEnoughDigits(string text)
    {
        var count = 0;
        foreach (var letter in text)
            count += char.IsDigit(letter) ? 1 : 0;
        return count >= Shortest;
    }

    private static (int Start, int Length)? Find(string run)
    {
        foreach (var (start, length, digits, isOneGroup) in Candidates(run))
        {
            if (isOneGroup ? HasCheckDigit(digits) : IsSchemes(digits))
                return (start, length);
        }

        return null;
    }

    /// <summary>All groups in a row, whole, that together may be a card's number; the longest first.</summary>
    private static IEnumerable<(int Start, int Length, string Digits, bool IsOneGroup)> Candidates(string run)
    {
        var groups = Groups().Matches(run);
        for (var first = 0; first < groups.Count; first++)
        {
            for (var last = Math.Min(groups.Count, first + Longest) - 1; last >= first; last--)
            {
                var (start, end) = (groups[first].Index, groups[last].Index + groups[last].Length);
                var count = Enumerable.Range(first, last - first + 1).Sum(index => groups[index].Length);
                if (count is >= Shortest and <= Longest)
                    yield return (start, end - start, Digits(run[start..end]), first == last);
            }
        }
    }

    /// <summary>Visa, Mastercard, American Express, Discover, JCB; none as long as the number of an article.</summary>
    private static bool IsSchemes(string digits) => HasCheckDigit(digits) && Schemes().IsMatch(digits);

    /// <summary>Luhn's formula.</summary>
    private static bool HasCheckDigit(string digits)
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

    /// <summary>The digits of any script, as 0 to 9.</summary>
    private static string Digits(string text) => string.Concat(
        text.Select(letter => CharUnicodeInfo.GetDecimalDigitValue(letter)).Where(digit => digit >= 0));

    [GeneratedRegex(
        "^(4[0-9]{15}([0-9]{3})?|5[1-5][0-9]{14}|2[2-7][0-9]{14}|3[47][0-9]{13}"
        + "|(6011|65[0-9]{2}|64[4-9][0-9]|35[2-8][0-9])[0-9]{12})$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Schemes();

    [GeneratedRegex(@"\d(?:[ \u00a0./_-]?\d)*", RegexOptions.NonBacktracking)]
    private static partial Regex Runs();

    [GeneratedRegex(@"\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Groups();
}
