using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Orders.Hosting;

/// <summary>
/// Reads the parameters of a list. One that is not known, or comes twice, is refused: a mistyped filter would show
/// everything.
/// </summary>
public sealed class QueryReader(IQueryCollection query)
{
    /// <summary>How many a page has where nothing else is asked for.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many a page may have.</summary>
    public const int MostAtOnce = 200;

    private readonly HashSet<string> known = [];

    /// <summary>What is wrong so far.</summary>
    public RequestErrors Errors { get; } = new();

    /// <summary>How many are wanted at once: <c>limit</c>, 1 to 200, default 50.</summary>
    public int Limit()
    {
        if (One("limit") is not { } text)
            return DefaultLimit;
        var isRight = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is > 0 and <= MostAtOnce;
        if (!isRight)
            Errors.Add("limit", $"must be 1 to {MostAtOnce}, but is {RequestErrors.Shown(text)}");
        return isRight ? limit : DefaultLimit;
    }

    /// <summary>A text of a certain length; null where there is none.</summary>
    public string? Text(string name, int longest)
    {
        if (One(name) is not { } text)
            return null;
        Errors.Text(name, text, longest);
        return text;
    }

    /// <summary>One of a few words; null where there is none.</summary>
    public string? OneOf(string name, IReadOnlyCollection<string> words)
    {
        if (One(name) is not { } text)
            return null;
        Errors.OneOf(name, text, words);
        return text;
    }

    /// <summary>Any of a few words: the parameter may come several times.</summary>
    public IReadOnlyList<string> AnyOf(string name, IReadOnlyCollection<string> words)
    {
        known.Add(name);
        foreach (var text in query[name])
            Errors.OneOf(name, text, words);
        return [.. query[name].OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>An id; null where there is none.</summary>
    public Guid? Id(string name)
    {
        if (One(name) is not { } text)
            return null;
        if (Guid.TryParse(text, out var id))
            return id;
        Errors.Add(
            name, $"must be an id, as in 0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b, but is {RequestErrors.Shown(text)}");
        return null;
    }

    /// <summary>A time in UTC; null where there is none.</summary>
    public DateTime? Time(string name)
    {
        if (One(name) is not { } text)
            return null;
        Errors.OptionalTime(name, text);
        return UtcTime.Find(text);
    }

    /// <summary>What the list's <c>next</c> had in it; null on the first page.</summary>
    public string? Cursor() => One("cursor");

    /// <summary>Called when all that may be there was asked for.</summary>
    public void RefuseOthers()
    {
        var knownHere = known.Count == 0 ? "there is none" : $"there are {string.Join(", ", known.Order())}";
        foreach (var name in query.Keys.Except(known))
            Errors.Add(CardNumbers.Masked(name), $"is not a parameter that is known here; {knownHere}");
    }

    /// <summary>The path of the next page.</summary>
    public string Next(string path, string cursor)
    {
        var next = new QueryBuilder(query.Where(parameter => parameter.Key != "cursor")) { { "cursor", cursor } };
        return path + next.ToQueryString();
    }

    private string? One(string name)
    {
        known.Add(name);
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values.Count > 1)
            Errors.Add(name, "must not come twice");
        return values[0] ?? "";
    }
}
