namespace Orders.Hosting;

/// <summary>
/// All that is wrong with a request, by the names that its sender knows: JSON members, parameters, headers.
/// </summary>
public sealed class RequestErrors
{
    private const int MostShown = 40;
    private const int MostErrors = 500;
    private const int LongestName = 200;
    private const string Card = "must have no card number in it: send the token that stands for the card";
    private readonly Dictionary<string, string[]> errors = [];

    /// <summary>False where nothing is wrong.</summary>
    public bool Any => errors.Count > 0;

    /// <summary>One error a name, the first that was found.</summary>
    public IDictionary<string, string[]> ByName => errors;

    /// <summary>Something is wrong.</summary>
    public void Add(string name, string error)
    {
        if (errors.Count < MostErrors)
            errors.TryAdd(name.Length > LongestName ? name[..LongestName] + "…" : name, [error]);
    }

    /// <summary>
    /// What else is wrong; nothing more is told of a name, or of what is in it, about which there is an error.
    /// </summary>
    public void AddAll(RequestErrors others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var told = errors.Keys.ToList();
        foreach (var (name, error) in others.errors)
        {
            if (!told.Exists(known => name == known || IsWithin(known, name)))
                Add(name, error[0]);
        }
    }

    /// <summary>A text has to be there, and to be printable.</summary>
    public void Text(string name, string? text, int longest)
    {
        if (text is null)
            Add(name, "is missing");
        else if (text.Length > longest || string.IsNullOrWhiteSpace(text))
            Add(name, $"must be 1 to {longest} characters and not blank, but has {text.Length}");
        else if (text.Any(letter => char.IsControl(letter) || (char.IsSurrogate(letter) && !IsPaired(text))))
            Add(name, "must be printable, but has control characters");
    }

    /// <summary>A text that may be missing.</summary>
    public void OptionalText(string name, string? text, int longest)
    {
        if (text is not null)
            Text(name, text, longest);
    }

    /// <summary>A time that may be missing.</summary>
    public void OptionalTime(string name, string? text)
    {
        if (text is not null && UtcTime.Find(text) is null)
            Add(name, $"must be a time with its offset, as in 2026-01-31T23:59:59Z, but is {Shown(text)}");
    }

    /// <summary>A text in somebody's own words: no card number is kept with it.</summary>
    public void Words(string name, string? text, int longest)
    {
        Text(name, text, longest);
        NoCard(name, text);
    }

    /// <summary>
    /// A name. It may be a long number, as long as it is no card's; spaces around it would make it another name on some
    /// databases and not on others.
    /// </summary>
    public void Name(string name, string? text, int longest)
    {
        Text(name, text, longest);
        if (text is null)
            return;
        if (CardNumbers.IsOfAScheme(text))
            Add(name, Card);
        else if (char.IsWhiteSpace(text.FirstOrDefault()) || char.IsWhiteSpace(text.LastOrDefault()))
            Add(name, $"must not begin or end with a space, but is {Shown(text)}");
    }

    /// <summary>No number of a payment card is kept, nor shown.</summary>
    public void NoCard(string name, string? text)
    {
        if (text is not null && CardNumbers.IsIn(text))
            Add(name, Card);
    }

    /// <summary>A number has to be there, within limits.</summary>
    public void Number(string name, long? number, long most, long least = 1)
    {
        if (number is null)
            Add(name, "is missing");
        else if (number < least || number > most)
            Add(name, $"must be {least} to {most}, but is {CardNumbers.Masked($"{number}")}");
    }

    /// <summary>One of a few words has to be there.</summary>
    public void OneOf(string name, string? text, IReadOnlyCollection<string> words)
    {
        if (text is null || !words.Contains(text))
            Add(name, $"must be one of {string.Join(", ", words)}, but is {Shown(text)}");
    }

    /// <summary>A value as an error may show it.</summary>
    public static string Shown(string? text)
    {
        if (text is null)
            return "missing";
        text = CardNumbers.Masked(text);
        return $"'{(text.Length > MostShown ? text[..MostShown] + "…" : text)}'";
    }

    private static bool IsWithin(string outer, string name) =>
        name.StartsWith(outer, StringComparison.Ordinal) && name[outer.Length] is '.' or '[';

    private static bool IsPaired(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }
}
