namespace Orders.Hosting;

/// <summary>
/// What is published of a record that goes over the wire: its name, and what its members mean and may be. Their types
/// are those of the record itself.
/// </summary>
public sealed class RecordDescription
{
    private RecordDescription(Type type, string name, string words) => (Type, Name, Words) = (type, name, words);

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>What it is called in the document.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public string Words { get; }

    /// <summary>Its members, by their names in JSON.</summary>
    public required IReadOnlyList<MemberDescription> Members { get; init; }

    /// <summary>Whether a member that is not known is refused.</summary>
    public bool IsClosed { get; private init; }

    /// <summary>What is answered: every member is there, and others may come beside them.</summary>
    public static RecordDescription Answer<T>(
        string name, string words, params IReadOnlyList<MemberDescription> members) =>
        new(typeof(T), name, words) { Members = [.. members.Select(member => member with { IsRequired = true })] };

    /// <summary>
    /// What is asked for, strictly: nothing may be there that is not known, and null is as good as missing.
    /// </summary>
    public static RecordDescription Request<T>(
        string name, string words, IReadOnlyList<MemberDescription> required,
        params IReadOnlyList<MemberDescription> optional) => new(typeof(T), name, words)
        {
            Members =
            [
                .. required.Select(member => member with { IsRequired = true, IsNeverNull = true }), .. optional,
            ],
            IsClosed = true,
        };
}

/// <summary>What is published of a member.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Words">What it means.</param>
/// <param name="Shape">What it may be, beyond its type.</param>
public sealed record MemberDescription(string Name, string Words, Shape? Shape = null)
{
    internal bool IsRequired { get; init; }

    /// <summary>Whether it must not be null, though the record allows it, being read before it is checked.</summary>
    internal bool IsNeverNull { get; init; }
}
