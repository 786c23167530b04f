using System.Text;

namespace Tests.Messaging;

/// <summary>
/// Statements in a file of their own: what changes of them is seen in a review. Where a change is meant, the file that
/// the test has written takes the place of the other.
/// </summary>
internal static class ApprovedStatements
{
    /// <param name="path">The file that was approved, from the root.</param>
    /// <param name="statements">What it should have.</param>
    public static void Compare(string path, IEnumerable<(string Name, string Text)> statements)
    {
        var text = new StringBuilder();
        foreach (var (name, statement) in statements)
            text.Append("-- ").Append(name).Append('\n').Append(statement).Append("\nGO\n\n");
        var file = Path.Combine(Repository.Root, path);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text.ToString() == approved)
            return;
        var received = Path.Combine(Repository.Root, "artifacts", Path.GetFileName(path));
        File.WriteAllText(received, text.ToString());
        Assert.That(text.ToString(), Is.EqualTo(approved), $"if this is meant: cp {received} {path}");
    }
}
