namespace Orders.Hosting;

/// <summary>Who may do what; section <c>Ops</c> of the configuration.</summary>
public sealed class AccessOptions
{
    private const int ShortestKey = 16;
    private const int LongestName = 64;

    /// <summary>The credentials. Several of one name are one caller, so that a key can be replaced.</summary>
    public IList<AccessKey> Keys { get; } = [];

    /// <summary>What is wrong with the keys; empty where nothing is. No key is shown.</summary>
    internal IEnumerable<string> Faults()
    {
        for (var index = 0; index < Keys.Count; index++)
        {
            var key = Keys[index];
            if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Length > LongestName || key.Name.Any(char.IsControl))
                yield return
                    $"Ops:Keys:{index}:Name is '{key.Name}': set it to 1 to {LongestName} printable characters.";
            if (key.Key.Length < ShortestKey || key.Key.Any(letter => letter is <= ' ' or > '~'))
                yield return
                    $"Ops:Keys:{index}:Key, of '{key.Name}', has {key.Key.Length} characters: set it to at least "
                    + $"{ShortestKey} visible ASCII characters that nobody can guess.";
            if (!Roles.All.Contains(key.Role))
                yield return
                    $"Ops:Keys:{index}:Role, of '{key.Name}', is '{key.Role}': set it to one of "
                    + $"{string.Join(", ", Roles.All)}.";
        }

        foreach (var twice in Keys.GroupBy(key => key.Key).Where(group => group.Count() > 1))
            yield return $"Ops:Keys: {string.Join(" and ", twice.Select(key => $"'{key.Name}'"))} have the same key.";
        foreach (var caller in Keys.GroupBy(key => key.Name))
        {
            if (caller.DistinctBy(key => key.Role).Count() > 1)
                yield return $"Ops:Keys: '{caller.Key}' has several roles: give each role a name of its own.";
        }
    }
}

/// <summary>A credential.</summary>
public sealed class AccessKey
{
    /// <summary>Whose it is; it stands in the audit.</summary>
    public string Name { get; set; } = "";

    /// <summary>The secret.</summary>
    public string Key { get; set; } = "";

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = "";
}
