namespace Orders.Testing;

/// <summary>What was found.</summary>
/// <param name="Findings">One an invariant.</param>
/// <param name="Ended">Orders that have ended, those that need attention included.</param>
/// <param name="Open">Orders on their way.</param>
/// <param name="DeadLetters">Messages that were set aside.</param>
/// <param name="NeedAttention">Orders that a person has to look at.</param>
public sealed record BookReport(
    IReadOnlyList<BookFinding> Findings, int Ended, int Open, long DeadLetters, int NeedAttention)
{
    private const int MostNamed = 10;

    /// <summary>True where every invariant holds.</summary>
    public bool IsClean => Findings.All(finding => finding.Broken.Count == 0);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(Environment.NewLine, Findings.Select(Line))
        + $"{Environment.NewLine}{Ended} orders ended, {Open} open, {DeadLetters} dead letters, "
        + $"{NeedAttention} in need of a person";

    private static string Line(BookFinding finding) => finding.Broken.Count == 0
        ? $"{finding.Name}  ok      {finding.Text}"
        : $"{finding.Name}  BROKEN  {finding.Text}: {finding.Broken.Count}, "
            + string.Join(", ", finding.Broken.Take(MostNamed)) + (finding.Broken.Count > MostNamed ? ", …" : "");
}

/// <summary>One invariant and what breaks it.</summary>
/// <param name="Name">Its name in the documents.</param>
/// <param name="Text">What holds.</param>
/// <param name="Broken">What breaks it, each key once.</param>
public sealed record BookFinding(string Name, string Text, IReadOnlyList<Discrepancy> Broken);

/// <summary>Something that does not agree.</summary>
/// <param name="Key">What it is about: an order, an article, a currency, an attempt. The same in every reading.</param>
/// <param name="Detail">How it looked in the last reading.</param>
public sealed record Discrepancy(string Key, string Detail)
{
    internal Discrepancy(Guid orderId, string detail)
        : this(orderId.ToString(), detail)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Key} ({Detail})";
}
