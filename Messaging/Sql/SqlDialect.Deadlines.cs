namespace Messaging;

/// <content>Deadlines, and other rows with columns <c>due_at</c> and <c>claimed_until</c>.</content>
public abstract partial class SqlDialect
{
    /// <summary>
    /// Of the deadlines of those who asked groups @p4: where they fell due by @p1 and asked by @p2, or have asked since
    /// before @p3.
    /// </summary>
    private const string MayFallDue =
        """

        AND COALESCE(asked, '') = @p4
        AND ((due_at <= @p1 AND COALESCE(asked_at, @p2) <= @p2) OR asked_since <= @p3)
        """;

    /// <summary>Longer ahead of its time no row is claimed: its writer's clock was ahead.</summary>
    internal static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(90);

    /// <summary>Whether anything is due at @p0 that nobody has claimed and that the condition holds for.</summary>
    internal string IsAnythingDue(Table table, string? condition = null) =>
        First(
            "1", "1",
            $"FROM {Unlocked(table.Name)} WHERE due_at <= @p0 AND claimed_until <= @p0{AndAlso(condition)}");

    /// <summary>How many deadlines of each name fell due before @p0 and stand.</summary>
    internal string CountOverdue =>
        $"SELECT name, COUNT(*) FROM {Unlocked("deadlines")} WHERE due_at < @p0 GROUP BY name";

    /// <summary>
    /// Of the rows that the condition holds for, frees at @p0 what waits and is claimed until later than @p2; it was
    /// due when it was. What is due later than @p1 is due at @p0. By the index: what waits for nothing any more stays
    /// in its table.
    /// </summary>
    internal string FreeClaims(Table table, string condition) =>
        $"""
        UPDATE {table.Name}
        SET claimed_until = @p0, due_at = CASE WHEN due_at > @p1 THEN @p0 ELSE due_at END
        {WhereWaiting(table, condition)}
        """;

    internal virtual string WhereWaiting(Table table, string condition) =>
        $"WHERE {condition} AND ((due_at <= @p1 AND claimed_until > @p2) OR due_at > @p1)";

    /// <summary>
    /// Makes at most @p1 rows that are not due at @p0, or claimed, due and free; nobody was asked later than that. More
    /// at a time would lock the table for all others.
    /// </summary>
    internal string MakeDue(Table deadlines) => MakeDue(deadlines, "due_at > @p0 OR claimed_until > @p0");

    /// <summary>As <see cref="MakeDue(Table)"/>, those claimed until later than @p2.</summary>
    internal string MakeDueWhatIsOfAWrongTime(Table deadlines) => MakeDue(deadlines, "claimed_until > @p2");

    private string MakeDue(Table deadlines, string which)
    {
        var some = First("@p1", KeyOf(deadlines), $"FROM {deadlines.Name} WHERE {which}");
        return $"""
            UPDATE {deadlines.Name}
            SET due_at = CASE WHEN due_at < @p0 THEN due_at ELSE @p0 END,
                claimed_until = @p0,
                asked_at = CASE WHEN asked_at > @p0 THEN @p0 ELSE asked_at END,
                asked_since = CASE WHEN asked_since > @p0 THEN @p0 ELSE asked_since END
            WHERE {KeyOf(deadlines)} IN (
            {some})
            """;
    }

    /// <summary>
    /// Claims until @p1 at most @p2 rows that are due at @p0 and that the condition holds for, the oldest first, and
    /// returns them in no order.
    /// </summary>
    internal string ClaimDue(Table table, string condition) =>
        ClaimOldest(table, until: "@p1", most: "@p2", AndAlso(condition));

    /// <summary>The sets of groups that rows which are due at @p0 and free have asked.</summary>
    internal string ReadAsked =>
        $"SELECT DISTINCT asked FROM {Unlocked("deadlines")} WHERE due_at <= @p0 AND claimed_until <= @p0";

    /// <summary>
    /// Whether <see cref="ClaimDeadlines"/> would find anything, by the same parameters; it waits for nobody and locks
    /// nothing.
    /// </summary>
    internal string MayAnyFallDue =>
        First("1", "1", $"FROM {Unlocked("deadlines")} WHERE due_at <= @p0 AND claimed_until <= @p0{MayFallDue}");

    /// <summary>Claims of these until @p5 at most @p6, as <see cref="ClaimDue"/> does.</summary>
    internal string ClaimDeadlines(Table deadlines) =>
        ClaimOldest(deadlines, until: "@p5", most: "@p6", MayFallDue);

    /// <remarks>The outer condition is the guard: of two that chose a row only one still finds it free.</remarks>
    internal virtual string ClaimOldest(Table table, string until, string most, string condition)
    {
        var oldest = First(
            most,
            KeyOf(table),
            $"""
            FROM {table.Name}
            WHERE due_at <= @p0 AND claimed_until <= @p0{condition}
            ORDER BY due_at
            """);
        return $"""
            UPDATE {table.Name}
            SET claimed_until = {until}
            WHERE due_at <= @p0 AND claimed_until <= @p0 AND {KeyOf(table)} IN (
            {oldest}{SkipLocked})
            RETURNING {AllColumns(table)}
            """;
    }

    private static string AndAlso(string? condition) => condition is null ? "" : $" AND {condition}";

    private static string KeyOf(Table table) => table.Columns.Single(column => column.IsKey).Name;
}
