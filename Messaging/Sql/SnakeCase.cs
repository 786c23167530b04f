using System.Text;

namespace Messaging;

/// <summary>Names as databases write them: <c>TotalMinor</c> is <c>total_minor</c>.</summary>
public static class SnakeCase
{
    /// <summary>The snake_case form of a PascalCase name.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
