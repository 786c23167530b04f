namespace Tests.House;

/// <summary>What breaks a rule.</summary>
/// <param name="Path">In which file.</param>
/// <param name="Line">On which line; 0 for the whole file.</param>
/// <param name="What">What is wrong and, after a colon, what to do.</param>
internal sealed record Complaint(string Path, int Line, string What)
{
    public override string ToString() => Line > 0 ? $"{Path}:{Line} {What}" : $"{Path} {What}";
}

/// <summary>What may break a rule.</summary>
/// <param name="Path">The file.</param>
/// <param name="Subject">What the complaint says, or the part of it that is allowed.</param>
/// <param name="Reason">Why.</param>
internal sealed record Exemption(string Path, string Subject, string Reason)
{
    /// <summary>What is left of the complaints; an exemption that nobody needs any more is one itself.</summary>
    public static IEnumerable<string> Apply(IEnumerable<Complaint> complaints, params Exemption[] exemptions)
    {
        var needed = new HashSet<Exemption>();
        foreach (var complaint in complaints)
        {
            var exemption = Array.Find(exemptions, exemption => exemption.Covers(complaint));
            if (exemption is null)
                yield return complaint.ToString();
            else
                needed.Add(exemption);
        }

        foreach (var exemption in exemptions.Except(needed))
            yield return $"{exemption.Path} needs no exemption for '{exemption.Subject}' any more: remove it";
    }

    private bool Covers(Complaint complaint) =>
        complaint.Path == Path && complaint.What.Contains(Subject, StringComparison.Ordinal);
}
