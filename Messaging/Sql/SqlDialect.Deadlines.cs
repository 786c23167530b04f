namespace Messaging;

/// <content>Deadlines, and other rows with columns <c>due_at</c> and <c>claimed_until</c>.</content>
public abstract partial class SqlDialect
{
    /// <summary>Whether anything is due at @p0 that nobody has claimed.</summary>
    internal string IsAnythingDue(Table table) =>
        First("1", "1", $"FROM {Unlocked(table.Name)} WHERE due_at <= @p0 AND claimed_until <= @p0");

    /// <summary>How many deadlines of each name fell due before @p0 and stand.</summary>
    internal static string CountOverdue => "SELECT name, COUNT(*) FROM deadlines WHERE due_at < @p0 GROUP BY name";

    /// <summary>Frees at @p0 whatever is claimed; it was due when it was.</summary>
    internal static string FreeClaims(Table table) =>
        $"UPDATE {table.Name} SET claimed_until = @p0 WHERE due_at <= @p0 AND claimed_until > @p0";

    /// <summary>Makes every waiting row due at @p0 and frees it: what was sent may be lost.</summary>
    internal static string MakeAllDue =>
        """
        UPDATE deadlines
        SET due_at = CASE WHEN due_at < @p0 THEN due_at ELSE @p0 END, claimed_until = @p0
        """;

    /// <summary>
    /// Claims until @p1 at most @p2 rows that are due at @p0, the oldest first, and returns them in no order. The outer
    /// condition is the guard: of two that chose the same row only one still finds it free.
    /// </summary>
    internal string ClaimDue(Table table) => ClaimDue(table, "");

    /// <summary>The sets of groups that rows which are due at @p0 and free have asked.</summary>
    internal string ReadAsked =>
        $"SELECT DISTINCT asked FROM {Unlocked("deadlines")} WHERE due_at <= @p0 AND claimed_until <= @p0";

    /// <summary>
    /// Claims as <see cref="ClaimDue(Table)"/> does, those that have asked groups @p6: where they fell due by @p3 and
    /// asked by @p4, or have asked since before @p5.
    /// </summary>
    internal string ClaimDeadlines(Table deadlines) => ClaimDue(
        deadlines,
        """

        AND COALESCE(asked, '') = @p6
        AND ((due_at <= @p3 AND COALESCE(asked_at, @p4) <= @p4) OR asked_since <= @p5)
        """);

    private string ClaimDue(Table table, string condition)
    {
        var oldest = First(
            "@p2",
            KeyOf(table),
            $"""
            FROM {ToBeChanged(table.Name)}
            WHERE due_at <= @p0 AND claimed_until <= @p0{condition}
            ORDER BY due_at
            """);
        return UpdateReturning(
            table,
            "claimed_until = @p1",
            $"""
            due_at <= @p0 AND claimed_until <= @p0 AND {KeyOf(table)} IN (
            {oldest}{SkipLocked})
            """);
    }

    private static string KeyOf(Table table) => table.Columns.Single(column => column.IsKey).Name;
}
